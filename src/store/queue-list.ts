import { sql } from 'kysely'
import type { CommentRow } from './comments.js'
import type { Executor } from './database.js'
import { matching, type QueueFilter } from './queue-filter.js'

export type Sort = 'priority' | 'newest' | 'oldest'
/** Where a page ended: the sort's value there, and the comment that breaks ties. */
export type Cursor = { at: string; uid: string }

// Each value goes out and comes back as text that is exactly it: rounding would skip or repeat a comment at a page's edge.
const sorts = {
  priority: {
    column: 'comment.rank',
    direction: 'desc',
    value: sql<string>`comment.rank::text`,
    read: (at: string) => sql`${at}::float8`,
  },
  newest: {
    column: 'comment.revised_at',
    direction: 'desc',
    value: sql<string>`(extract(epoch from comment.revised_at) * 1000000)::bigint`,
    read: (at: string) => sql`timestamptz 'epoch' + ${at}::bigint * interval '1 microsecond'`,
  },
} as const
const byArrival = { ...sorts.newest, direction: 'asc' } as const
const sortOf = (sort: Sort) => (sort === 'oldest' ? byArrival : sorts[sort])

/** The comments in the order of the sort, with its value, behind a place. */
export function sorted(db: Executor, filter: QueueFilter, sort: Sort, after: Cursor | undefined) {
  const { column, direction, value, read } = sortOf(sort)
  let query = matching(db, filter).selectAll('comment').select(value.as('sort_value'))
  if (after) {
    const place = sql`(${sql.ref(column)}, comment.uid)`
    const edge = sql`(${read(after.at)}, ${after.uid}::bigint)`
    query = query.where(
      direction === 'asc' ? sql<boolean>`${place} > ${edge}` : sql<boolean>`${place} < ${edge}`,
    )
  }
  return query.orderBy(column, direction).orderBy('comment.uid', direction)
}

/** A page of comments, and the cursor of the next one. A page stays where it is while others are decided. */
export async function listQueue(
  db: Executor,
  filter: QueueFilter,
  { sort, limit, after }: { sort: Sort; limit: number; after: Cursor | undefined },
): Promise<{ rows: CommentRow[]; next: Cursor | undefined }> {
  const rows = await sorted(db, filter, sort, after)
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    rows: page,
    next: rows.length > limit && last ? { at: last.sort_value, uid: last.uid } : undefined,
  }
}

/** How many comments match, counted from the rows. */
export async function countQueue(db: Executor, filter: QueueFilter): Promise<number> {
  const row = await matching(db, filter)
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}
