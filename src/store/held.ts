import { sql } from 'kysely'
import type { AuthorRecord } from '../domain/signal.js'
import type { Status } from '../domain/verdict.js'
import type { CommentRow } from './comments.js'
import type { Executor } from './database.js'
import { addEvents } from './events.js'
import { type CommentView, readCommentView } from './views.js'

export type QueueFilter = {
  site: string
  status: Exclude<Status, 'erased'>
  sort: 'priority' | 'newest' | 'oldest'
  rule?: string | undefined
  section?: string | undefined
  article?: string | undefined
  author?: string | undefined
}
/** Where a page ended: the sort's value there, and the comment that breaks ties. */
export type Cursor = { at: string; uid: string }

export type Item = CommentView & {
  record: AuthorRecord
  parent: { id: string; body: string | null } | null
  lease: { moderator: string; expiresAt: string } | null
}

// Severity counts most; a comment gains a tenth of a point for each hour that it waits, so that none is left for ever.
const priority = sql<number>`(coalesce(decision.severity, 0) - extract(epoch from comment.revised_at) / 36000)`
const arrival = sql<number>`extract(epoch from comment.revised_at)`

function matching(db: Executor, filter: QueueFilter) {
  let query = db
    .selectFrom('comment')
    .leftJoin('decision', 'decision.id', 'comment.decision_id')
    .where('comment.site', '=', filter.site)
    .where('comment.status', '=', filter.status)
  if (filter.section !== undefined) query = query.where('comment.article_section', '=', filter.section)
  if (filter.article !== undefined) query = query.where('comment.article_id', '=', filter.article)
  if (filter.author !== undefined) query = query.where('comment.author_id', '=', filter.author)
  if (filter.rule !== undefined)
    query = query.where(sql<boolean>`decision.reasons @> ${JSON.stringify([{ rule: filter.rule }])}::jsonb`)
  return query
}

function sorted(db: Executor, filter: QueueFilter, after: Cursor | undefined) {
  const value = filter.sort === 'priority' ? priority : arrival
  const direction = filter.sort === 'oldest' ? 'asc' : 'desc'
  let query = matching(db, filter).selectAll('comment').select(sql<string>`${value}::text`.as('sort_value'))
  if (after) {
    // The value goes out and comes back as text, for rounding would skip or repeat a comment at the page's edge.
    const edge = sql`(${after.at}::numeric, ${after.uid}::bigint)`
    const place = sql`(${value}::text::numeric, comment.uid)`
    query = query.where(
      direction === 'asc' ? sql<boolean>`${place} > ${edge}` : sql<boolean>`${place} < ${edge}`,
    )
  }
  return query.orderBy(value, direction).orderBy('comment.uid', direction)
}

async function recordOf(db: Executor, row: CommentRow): Promise<AuthorRecord> {
  const counted = await db
    .selectFrom('comment')
    .select((eb) => ['status', eb.fn.countAll<string>().as('count')])
    .where('site', '=', row.site)
    .where('author_id', '=', row.author_id)
    .where('uid', '<>', row.uid)
    .groupBy('status')
    .execute()
  const of = (status: Status) => Number(counted.find((entry) => entry.status === status)?.count ?? 0)
  return { published: of('published'), held: of('held'), rejected: of('rejected') }
}

async function parentOf(db: Executor, row: CommentRow): Promise<Item['parent']> {
  if (row.parent_id === null) return null
  const parent = await db
    .selectFrom('comment')
    .innerJoin('revision', (join) =>
      join
        .onRef('revision.comment_uid', '=', 'comment.uid')
        .onRef('revision.revision', '=', 'comment.revision'),
    )
    .select(['comment.id', 'revision.body'])
    .where('comment.site', '=', row.site)
    .where('comment.id', '=', row.parent_id)
    .executeTakeFirst()
  return parent ?? null
}

async function leaseOf(db: Executor, uid: string): Promise<Item['lease']> {
  const lease = await db
    .selectFrom('lease')
    .selectAll()
    .where('comment_uid', '=', uid)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst()
  return lease ? { moderator: lease.moderator, expiresAt: lease.expires_at.toISOString() } : null
}

/** A comment with all that a moderator needs to decide on it. */
export async function readItem(db: Executor, row: CommentRow): Promise<Item> {
  const [view, record, parent, lease] = await Promise.all([
    readCommentView(db, row),
    recordOf(db, row),
    parentOf(db, row),
    leaseOf(db, row.uid),
  ])
  return { ...view, record, parent, lease }
}

/** A page of comments, and the cursor of the next one. A page stays where it is while others are decided. */
export async function listItems(db: Executor, filter: QueueFilter, limit: number, after: Cursor | undefined) {
  const rows = await sorted(db, filter, after)
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const next = rows.length > limit && last ? { at: last.sort_value, uid: last.uid } : undefined
  return { items: await Promise.all(page.map((row) => readItem(db, row))), next }
}

const heldByNobody = sql<boolean>`not exists (
  select from lease where lease.comment_uid = comment.uid and lease.expires_at > now())`

/**
 * Leases the first free comments by the sort to a moderator; rows that others are claiming now are passed over.
 * It must run in a transaction, which keeps the rows locked while they are leased.
 */
export async function claim(
  tx: Executor,
  filter: QueueFilter,
  moderator: string,
  count: number,
  leaseMs: number,
): Promise<CommentRow[]> {
  const rows = await sorted(tx, filter, undefined)
    .where(heldByNobody)
    .limit(count)
    .forUpdate('comment')
    .skipLocked()
    .execute()
  if (rows.length === 0) return []
  const expires_at = sql<Date>`now() + ${leaseMs} * interval '1 millisecond'`
  const leased = await tx
    .insertInto('lease')
    .values(rows.map((row) => ({ comment_uid: row.uid, moderator, expires_at })))
    .onConflict((conflict) =>
      conflict
        .column('comment_uid')
        .doUpdateSet({ moderator, expires_at })
        // Another may have leased a row between our seeing it free and our locking it.
        .where('lease.expires_at', '<=', sql<Date>`now()`),
    )
    .returning('comment_uid')
    .execute()
  const uids = new Set(leased.map((row) => row.comment_uid))
  const got = rows.filter((row) => uids.has(row.uid))
  await addEvents(
    tx,
    filter.site,
    got.map(({ id }) => ({ type: 'lease', data: { comment: id, moderator } })),
  )
  if (got.length === rows.length) return got
  return [...got, ...(await claim(tx, filter, moderator, count - got.length, leaseMs))]
}
