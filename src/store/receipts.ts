import type { Reason } from '../domain/decision.js'
import type { Verdict } from '../domain/verdict.js'
import type { Executor } from './database.js'
import type { ReceiptCircumstances } from './schema.js'

/** A machine's decision with all that it rested on. */
export type DecidedReceipt = {
  id: string
  verdict: Verdict
  reasons: Reason[]
  rules: string | null
  at: Date
  uid: string
  commentId: string
  status: string
  section: string | null
  body: string | null
  signals: Record<string, unknown>
  circumstances: ReceiptCircumstances | null
}

/** Machine's decisions of a site with their receipts and the text of the revision that was judged. */
export function receipts(db: Executor, site: string) {
  return db
    .selectFrom('decision')
    .innerJoin('comment', 'comment.uid', 'decision.comment_uid')
    .innerJoin('receipt', 'receipt.decision_id', 'decision.id')
    .innerJoin('revision', (join) =>
      join
        .onRef('revision.comment_uid', '=', 'decision.comment_uid')
        .onRef('revision.revision', '=', 'decision.revision'),
    )
    .select([
      'decision.id',
      'decision.verdict',
      'decision.reasons',
      'decision.rules',
      'decision.at',
      'comment.uid',
      'comment.id as commentId',
      'comment.status',
      'comment.article_section as section',
      'revision.body',
      'receipt.signals',
      'receipt.circumstances',
    ])
    .where('comment.site', '=', site)
    .where('decision.by_kind', '=', 'machine')
}

/** One machine's decision with its receipt; undefined when there is none of this id. */
export async function readDecidedReceipt(
  db: Executor,
  site: string,
  id: string,
): Promise<DecidedReceipt | undefined> {
  if (!/^\d{1,18}$/.test(id)) return undefined
  return receipts(db, site).where('decision.id', '=', id).executeTakeFirst()
}
