import type { Database } from './database.js'
import { decisionView, readReceipt } from './views.js'

/** One decision of the site with its receipt and what it was about; undefined when there is none of this id. */
export async function findDecision(db: Database, site: string, id: string) {
  if (!/^\d{1,18}$/.test(id)) return undefined
  const row = await db
    .selectFrom('decision')
    .innerJoin('comment', 'comment.uid', 'decision.comment_uid')
    .selectAll('decision')
    .select(['comment.id as comment_id', 'decision.revision as of_revision'])
    .where('comment.site', '=', site)
    .where('decision.id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  const { comment_id, of_revision, ...decision } = row
  return {
    comment: { id: comment_id, revision: of_revision },
    ...decisionView(decision),
    receipt: await readReceipt(db, id),
  }
}
