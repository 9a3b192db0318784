import { sql } from 'kysely'
import type { CommentRow } from './comments.js'
import type { Executor } from './database.js'

/** Where a page ended: when the last comment came, in microseconds, and which it was. */
export type ThreadPlace = { at: string; uid: string }

/** Comments on an article of every status, the oldest first, behind a place; and the place of the last one. */
export async function readThread(
  db: Executor,
  { site, article }: { site: string; article: string },
  limit: number,
  after: ThreadPlace | undefined,
): Promise<{ rows: CommentRow[]; next: ThreadPlace | undefined }> {
  let query = db
    .selectFrom('comment')
    .selectAll()
    .select(sql<string>`(extract(epoch from received_at) * 1000000)::bigint`.as('at'))
    .where('site', '=', site)
    .where('article_id', '=', article)
  if (after)
    query = query.where(
      sql<boolean>`(received_at, uid) >
        (timestamptz 'epoch' + ${after.at}::bigint * interval '1 microsecond', ${after.uid}::bigint)`,
    )
  const rows = await query
    .orderBy('received_at')
    .orderBy('uid')
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { rows: page, next: rows.length > limit && last ? { at: last.at, uid: last.uid } : undefined }
}
