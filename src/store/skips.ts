import { sql } from 'kysely'
import type { SkipReason } from '../domain/skip.js'
import type { Executor } from './database.js'

/** Notes that a moderator leaves a comment to others; skipping again begins the hour anew. */
export async function skipComment(
  tx: Executor,
  uid: string,
  moderator: string,
  reason: SkipReason,
): Promise<void> {
  const row = { reason, at: sql<Date>`now()` }
  await tx
    .insertInto('skip')
    .values({ comment_uid: uid, moderator, ...row })
    .onConflict((conflict) => conflict.columns(['comment_uid', 'moderator']).doUpdateSet(row))
    .execute()
}
