import { sql } from 'kysely'
import type { CommentRow } from './comments.js'
import type { Executor } from './database.js'
import type { Selected } from './schema.js'

// Time to look at the samples and to think; what changes meanwhile is a conflict.
const previewFor = sql<Date>`now() + interval '10 minutes'`

/** The comments with these ids, in no order; ids that are not known are passed over. */
export async function findComments(
  db: Executor,
  site: string,
  ids: readonly string[],
): Promise<CommentRow[]> {
  return db.selectFrom('comment').selectAll().where('site', '=', site).where('id', 'in', ids).execute()
}

/** What is held by an author on an article, the most urgent first, and how many there are in all. */
export async function heldBy(
  db: Executor,
  { site, author, article }: { site: string; author: string; article: string },
  most: number,
): Promise<{ rows: CommentRow[]; all: number }> {
  const held = db
    .selectFrom('comment')
    .where('site', '=', site)
    .where('author_id', '=', author)
    .where('article_id', '=', article)
    .where('status', '=', 'held')
  const rows = await held.selectAll().orderBy('rank', 'desc').orderBy('uid', 'desc').limit(most).execute()
  const { all } = await held.select(sql<number>`count(*)::int`.as('all')).executeTakeFirstOrThrow()
  return { rows, all }
}

/** Keeps what a moderator was shown, under a token; what is too old of all of them is forgotten. */
export async function keepPreview(
  tx: Executor,
  site: string,
  moderator: string,
  selected: readonly Selected[],
): Promise<string> {
  await tx.deleteFrom('bulk_preview').where('expires_at', '<', sql<Date>`now()`).execute()
  const { token } = await tx
    .insertInto('bulk_preview')
    .values({
      token: sql<string>`gen_random_uuid()`,
      site,
      moderator,
      expires_at: previewFor,
      selected: JSON.stringify(selected),
    })
    .returning('token')
    .executeTakeFirstOrThrow()
  return token
}

/** Takes a moderator's preview, which is gone then; undefined when there is none under this token. */
export async function takePreview(
  tx: Executor,
  site: string,
  moderator: string,
  token: string,
): Promise<Selected[] | undefined> {
  const row = await tx
    .deleteFrom('bulk_preview')
    .where('token', '=', token)
    .where('site', '=', site)
    .where('moderator', '=', moderator)
    .where('expires_at', '>', sql<Date>`now()`)
    .returning('selected')
    .executeTakeFirst()
  return row?.selected
}

/** Comments, locked until the transaction ends, in the one order in which all lock several. */
export async function lockComments(tx: Executor, uids: readonly string[]): Promise<CommentRow[]> {
  if (uids.length === 0) return []
  return tx.selectFrom('comment').selectAll().where('uid', 'in', uids).orderBy('uid').forUpdate().execute()
}
