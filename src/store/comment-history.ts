import type { Executor } from './database.js'
import { decisionView } from './views.js'

/** All texts that a comment has had, oldest first; null once erased. */
export async function readRevisions(db: Executor, uid: string) {
  const rows = await db
    .selectFrom('revision')
    .select(['revision', 'body', 'received_at'])
    .where('comment_uid', '=', uid)
    .orderBy('revision')
    .execute()
  return rows.map(({ received_at, ...row }) => ({ ...row, at: received_at.toISOString() }))
}

/** All that was decided on a comment, oldest first, with the notes that moderators gave with it. */
export async function readDecisions(db: Executor, uid: string) {
  const rows = await db
    .selectFrom('decision')
    .leftJoin('receipt', 'receipt.decision_id', 'decision.id')
    .selectAll('decision')
    .select('receipt.note')
    .where('decision.comment_uid', '=', uid)
    .orderBy('decision.id')
    .execute()
  return rows.map((row) => ({
    ...decisionView(row),
    revision: row.revision,
    note: row.note,
    undoes: row.undoes,
  }))
}
