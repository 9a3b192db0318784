import { type RawBuilder, sql } from 'kysely'
import type { Label } from '../domain/labels.js'
import type { Status } from '../domain/verdict.js'
import type { Executor } from './database.js'

export type QueueFilter = {
  site: string
  status: Exclude<Status, 'erased'>
  rule?: string | undefined
  label?: Label | undefined
  section?: string | undefined
  article?: string | undefined
  author?: string | undefined
  language?: string | undefined
  minAgeMinutes?: number | undefined
  maxAgeMinutes?: number | undefined
  minScore?: number | undefined
  maxScore?: number | undefined
  /** Words that stand in the text, each of them and in any case. */
  q?: string | undefined
}

type Condition = RawBuilder<boolean>

// A label that is asked for by its name alone is one that is likelier than not.
const likelyScore = 0.5

const ago = (minutes: number) => sql`now() - ${minutes} * interval '1 minute'`

const highest = sql`(select max(value::float8) from jsonb_each_text(judged.scores))`

/** What is asked of the machine's judgement, which a moderator's hold does not hide. */
function onJudgement({ rule, label, minScore, maxScore }: QueueFilter): Condition[] {
  const score = label === undefined ? highest : sql`(judged.scores->>${label}::text)::float8`
  const least = minScore ?? (label !== undefined && maxScore === undefined ? likelyScore : undefined)
  const counts = JSON.stringify([{ rule, shadow: false }])
  return [
    ...(rule === undefined ? [] : [sql<boolean>`judged.reasons @> ${counts}::jsonb`]),
    ...(least === undefined ? [] : [sql<boolean>`${score} >= ${least}::float8`]),
    ...(maxScore === undefined ? [] : [sql<boolean>`${score} <= ${maxScore}::float8`]),
  ]
}

const lastJudgement = sql`(
  select max(id) from decision
  where comment_uid = comment.uid and revision = comment.revision and by_kind = 'machine')`

function ofLanguage(language: string): Condition {
  const known = sql`lower(coalesce(comment.language, (
    select nullif(signals->>'language.code', 'und') from receipt where decision_id = ${lastJudgement})))`
  const asked = language.toLowerCase()
  return sql`(${known} = ${asked} or split_part(${known}, '-', 1) = ${asked})`
}

const escaped = (word: string) => word.replace(/[\\%_]/g, '\\$&')

function withWords(q: string): Condition[] {
  const words = q.split(/\s+/).filter((word) => word !== '')
  return words.map(
    (word) => sql`exists (
      select from revision
      where comment_uid = comment.uid and revision = comment.revision and body ilike ${`%${escaped(word)}%`})`,
  )
}

function conditions(filter: QueueFilter): Condition[] {
  const { language, minAgeMinutes, maxAgeMinutes, q } = filter
  const judged = onJudgement(filter)
  const and = sql.join(judged, sql` and `)
  return [
    ...(minAgeMinutes === undefined ? [] : [sql<boolean>`comment.revised_at <= ${ago(minAgeMinutes)}`]),
    ...(maxAgeMinutes === undefined ? [] : [sql<boolean>`comment.revised_at >= ${ago(maxAgeMinutes)}`]),
    ...(judged.length === 0
      ? []
      : [sql<boolean>`exists (select from decision judged where judged.id = ${lastJudgement} and ${and})`]),
    ...(language === undefined ? [] : [ofLanguage(language)]),
    ...(q === undefined ? [] : withWords(q)),
  ]
}

/** The comments that a filter of the queue leaves. */
export function matching(db: Executor, filter: QueueFilter) {
  const { site, status, section, article, author } = filter
  let query = db.selectFrom('comment').where('comment.site', '=', site).where('comment.status', '=', status)
  if (section !== undefined) query = query.where('comment.article_section', '=', section)
  if (article !== undefined) query = query.where('comment.article_id', '=', article)
  if (author !== undefined) query = query.where('comment.author_id', '=', author)
  for (const condition of conditions(filter)) query = query.where(condition)
  return query
}
