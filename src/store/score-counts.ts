import { sql } from 'kysely'
import type { Label } from '../domain/labels.js'
import type { Executor } from './database.js'
import { moderatorsWord } from './standing.js'

export type ScoreCount = {
  /** How many of the thresholds the scores reach: 0 is under all of them. */
  reached: number
  decisions: number
  published: number
  rejected: number
}

export type ScoreCounts = {
  /** Since the first decision that is counted; null when there is none. */
  since: Date | null
  counts: ScoreCount[]
}

type Filter = { site: string; model: string; since: Date }

/**
 * Counts the machine's last words by their score of a label, with what moderators decided last on the same text.
 * `thresholds` must rise.
 */
export async function countScores(
  db: Executor,
  label: Label,
  thresholds: readonly number[],
  { site, model, since }: Filter,
): Promise<ScoreCounts> {
  const { rows } = await sql<ScoreCount & { since: Date }>`
    select width_bucket((d.scores->>${label}::text)::float8, ${[...thresholds]}::float8[]) as reached,
      count(*)::int as decisions, min(d.at) as since,
      (count(*) filter (where m.verdict = 'publish'))::int as published,
      (count(*) filter (where m.verdict = 'reject'))::int as rejected
    from decision d
    join comment c on c.uid = d.comment_uid
    cross join lateral (select ${moderatorsWord} as verdict) m
    where c.site = ${site} and d.by_kind = 'machine' and d.model = ${model} and d.scores is not null and d.at >= ${since}
      and not exists (
        select from decision later where later.comment_uid = d.comment_uid and later.revision = d.revision
          and later.by_kind = 'machine' and later.id > d.id)
    group by reached order by reached`.execute(db)
  const first = Math.min(...rows.map((row) => row.since.getTime()))
  return {
    since: rows.length === 0 ? null : new Date(first),
    counts: rows.map(({ since: _, ...count }) => count),
  }
}
