import { randomUUID } from 'node:crypto'
import type { Reason } from '../domain/decision.js'
import type { Scores } from '../domain/labels.js'
import { statusAfter, type Verdict } from '../domain/verdict.js'
import type { CommentRow } from './comments.js'
import type { Executor } from './database.js'
import { announceDecision } from './notify.js'
import type { ReportType } from './schema.js'

export type NewDecision = {
  verdict: Verdict
  by: { kind: 'machine' } | { kind: 'moderator'; id: string }
  reasons: Reason[]
  scores: Scores | null
  model: string | null
  rules: string | null
  missing: string[]
  receipt: { signals: Record<string, unknown>; timings: Record<string, number>; note: string | null }
}

/** Puts a report into the outbox, when there is an endpoint to tell. Answers its id. */
export async function addReport(
  tx: Executor,
  comment: { uid: string; revision: number },
  type: ReportType,
  decisionId: string | null,
  endpoint: string | undefined,
): Promise<string | undefined> {
  if (endpoint === undefined) return undefined
  // The webhook-id that the receiver recognises a repeated delivery by.
  const id = `msg_${randomUUID()}`
  await tx
    .insertInto('report')
    .values({
      id,
      comment_uid: comment.uid,
      revision: comment.revision,
      decision_id: decisionId,
      type,
      endpoint,
    })
    .execute()
  return id
}

const severityOf = (decision: NewDecision) =>
  Math.max(0, ...Object.values(decision.scores ?? {}), decision.missing.length > 0 ? 0.5 : 0)

/**
 * Records a decision, makes it the comment's current one and reports it, all in the caller's transaction,
 * which must hold the comment's lock.
 */
export async function recordDecision(
  tx: Executor,
  comment: CommentRow,
  decision: NewDecision,
  endpoint: string | undefined,
): Promise<{ decisionId: string; reportId: string | undefined }> {
  const { receipt, by, reasons, scores, ...rest } = decision
  const { id } = await tx
    .insertInto('decision')
    .values({
      ...rest,
      comment_uid: comment.uid,
      revision: comment.revision,
      by_kind: by.kind,
      by_id: by.kind === 'moderator' ? by.id : null,
      reasons: JSON.stringify(reasons),
      scores: scores && JSON.stringify(scores),
      severity: severityOf(decision),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('receipt')
    .values({
      decision_id: id,
      signals: JSON.stringify(receipt.signals),
      timings: JSON.stringify(receipt.timings),
      note: receipt.note,
    })
    .execute()
  const status = statusAfter(decision.verdict)
  await tx.updateTable('comment').set({ status, decision_id: id }).where('uid', '=', comment.uid).execute()
  await announceDecision(tx, comment.uid)
  const reportId = await addReport(tx, comment, `comment.${status}`, id, endpoint)
  return { decisionId: id, reportId }
}
