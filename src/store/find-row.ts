import type { CommentRow } from './comments.js'
import type { Executor } from './database.js'

/** The comment by Stet's own number, as queue payloads carry it. */
export async function findRow(db: Executor, uid: string): Promise<CommentRow | undefined> {
  return db.selectFrom('comment').selectAll().where('uid', '=', uid).executeTakeFirst()
}
