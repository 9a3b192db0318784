import type { CommentRow } from './comments.js'
import type { Executor } from './database.js'

/** What a decision lacks that the machine made without judging, because the work on the comment failed for good. */
export const unjudged = 'judgement'

/** Whether the comment's current decision is such a one. */
export async function wasGivenUp(db: Executor, row: CommentRow): Promise<boolean> {
  if (row.decision_id === null) return false
  const decision = await db
    .selectFrom('decision')
    .select('missing')
    .where('id', '=', row.decision_id)
    .executeTakeFirst()
  return decision?.missing.includes(unjudged) ?? false
}
