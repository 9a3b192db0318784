import { sql } from 'kysely'
import type { ArticleMode } from '../domain/article-mode.js'
import { fewestSharedBands } from '../domain/fingerprint.js'
import type { ArticleRecord, AuthorRecord, Flow } from '../domain/signal.js'
import { standing } from './article-modes.js'
import { authorCounts } from './author-counts.js'
import type { CommentRow } from './comments.js'
import type { Executor } from './database.js'
import { keptHours } from './fingerprints.js'

export type History = {
  record: AuthorRecord
  pace: { lastMinute: number; lastHour: number }
  sameTextCount: number
  /** Undefined when the fingerprints of its time are no longer kept. */
  nearlySame: { comments: number; authors: number } | undefined
  articleRecord: ArticleRecord
  articleMode: ArticleMode
  replyDepth: number
  edits: { count: number; afterPublication: boolean }
  /** The text of the comment that this one answers, when that one stands. */
  parentBody: string | null
}

// Each of these looks at a bounded number of rows, whatever a breaking story or a flood brings.
const mostLike = 100
const mostOnArticle = 1_000
const mostOfAuthor = 1_000
const deepest = 50
// Long enough that three comments are no crowd, short enough that a crowd is seen while it gathers.
const latelyMinutes = 5
const beforeMinutes = 60

// In the day before this one.
const authorsDay = sql`
  select
    count(*) filter (where other.received_at >= own.received_at - interval '1 minute')::int as minute,
    count(*) filter (where other.received_at >= own.received_at - interval '1 hour')::int as hour,
    count(*) filter (where other.text_hash = own.text_hash)::int as same
  from (
    select received_at, text_hash from comment
    where site = own.site and author_id = own.author_id and uid <> own.uid
      and received_at between own.received_at - interval '1 day' and own.received_at
    order by received_at desc limit ${sql.lit(mostOfAuthor)}) other`

const nearlyTheSame = sql`
  select count(*)::int as comments,
    count(distinct other.author_id) filter (where other.author_id <> own.author_id)::int as authors
  from (
    select found.comment_uid
    from fingerprint mine cross join lateral (
      select theirs.comment_uid from fingerprint theirs
      where theirs.band = mine.band and theirs.comment_uid <> own.uid
        and theirs.at between own.revised_at - interval '1 hour' and own.revised_at
      order by theirs.at desc limit ${sql.lit(mostLike)}) found
    where mine.at = own.revised_at and mine.comment_uid = own.uid
    group by found.comment_uid having count(*) >= ${sql.lit(fewestSharedBands)}) alike
  join comment other on other.uid = alike.comment_uid`

/** Comments on the article from so many minutes before this one; of a crowded time the last ones, which began at `oldest`. */
const onArticle = (fromMinutes: number, toMinutes: number) => sql`
  select count(*)::int as comments, min(received_at) as oldest
  from (
    select received_at from comment
    where site = own.site and article_id = own.article_id
      and received_at > own.received_at - ${sql.lit(`${fromMinutes} minutes`)}::interval
      and received_at <= own.received_at - ${sql.lit(`${toMinutes} minutes`)}::interval
    order by received_at desc limit ${sql.lit(mostOnArticle)}) other`

// Counted as far as Stet knows the comments above; a circle that a site has made ends too.
const depth = sql`
  with recursive above (id, depth) as (
    select own.parent_id, 1 where own.parent_id is not null
    union all
    select next.parent_id, above.depth + 1
    from above join comment next on next.site = own.site and next.id = above.id
    where next.parent_id is not null and above.depth < ${sql.lit(deepest)})
  select coalesce(max(depth), 0) as depth from above`

const articlesFirst = sql`
  select received_at as at from comment
  where site = own.site and article_id = own.article_id order by received_at limit 1`

const standingParent = sql`
  select revision.body from comment
  join revision on revision.comment_uid = comment.uid and revision.revision = comment.revision
  where comment.site = own.site and comment.id = own.parent_id and comment.status = 'published'`

const modeOfArticle = sql`
  select mode from article_mode where site = own.site and article_id = own.article_id and ${standing}`

type Row = {
  published: number
  held: number
  rejected: number
  minute: number
  hour: number
  same: number
  like_known: boolean
  like_comments: number
  like_authors: number
  lately_comments: number
  lately_oldest: Date | null
  before_comments: number
  before_oldest: Date | null
  first_at: Date
  depth: number
  was_published: boolean
  parent_body: string | null
  mode: ArticleMode
}

function flowOf(comments: number, crowdedFrom: Date | null, from: Date, to: Date): Flow {
  const begin = comments >= mostOnArticle && crowdedFrom ? crowdedFrom : from
  return { comments, minutes: Math.max(0, (to.getTime() - begin.getTime()) / 60_000) }
}

function articleRecordOf(row: Row, receivedAt: Date): ArticleRecord {
  const ago = (minutes: number) => new Date(receivedAt.getTime() - minutes * 60_000)
  const sinceFirst = (from: Date) => (from > row.first_at ? from : row.first_at)
  const { comments, minutes } = flowOf(
    row.lately_comments,
    row.lately_oldest,
    sinceFirst(ago(latelyMinutes)),
    receivedAt,
  )
  const before = flowOf(
    row.before_comments,
    row.before_oldest,
    sinceFirst(ago(latelyMinutes + beforeMinutes)),
    ago(latelyMinutes),
  )
  // The comment itself is one of the last.
  return { firstSeenAt: row.first_at, lately: { comments: comments - 1, minutes }, before }
}

/**
 * What went before on this site, the comment itself left out, in one query. Everything is counted back from the comment's
 * own arrival, so that a backlog does not change what is seen in it.
 */
export async function readHistory(db: Executor, comment: CommentRow): Promise<History> {
  const { rows } = await sql<Row>`
    select author.*, day.*, thread.depth, coalesce(said.mode, 'open') as mode, first.at as first_at, parent.body as parent_body,
      own.revised_at > now() - ${sql.lit(`${keptHours - 1} hours`)}::interval as like_known,
      alike.comments as like_comments, alike.authors as like_authors,
      lately.comments as lately_comments, lately.oldest as lately_oldest,
      before.comments as before_comments, before.oldest as before_oldest,
      exists (select from decision where comment_uid = own.uid and verdict = 'publish' and revision < own.revision)
        as was_published
    from comment own
    cross join lateral (${authorCounts}) author
    cross join lateral (${authorsDay}) day
    cross join lateral (${nearlyTheSame}) alike
    cross join lateral (${onArticle(latelyMinutes, 0)}) lately
    cross join lateral (${onArticle(latelyMinutes + beforeMinutes, latelyMinutes)}) before
    cross join lateral (${depth}) thread
    cross join lateral (${articlesFirst}) first
    left join lateral (${standingParent}) parent on true
    left join lateral (${modeOfArticle}) said on true
    where own.uid = ${comment.uid}`.execute(db)
  const row = rows[0]
  if (!row) throw new Error('a comment that is not there')
  return {
    record: { published: row.published, held: row.held, rejected: row.rejected },
    pace: { lastMinute: row.minute, lastHour: row.hour },
    sameTextCount: row.same,
    nearlySame: row.like_known ? { comments: row.like_comments, authors: row.like_authors } : undefined,
    articleRecord: articleRecordOf(row, comment.received_at),
    articleMode: row.mode,
    replyDepth: row.depth,
    edits: { count: comment.revision - 1, afterPublication: row.was_published },
    parentBody: row.parent_body,
  }
}
