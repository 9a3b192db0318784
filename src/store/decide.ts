import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Reason } from '../domain/decision.js'
import type { Scores } from '../domain/labels.js'
import { statusAfter, type Verdict } from '../domain/verdict.js'
import type { CommentRow } from './comments.js'
import type { Executor } from './database.js'
import { decisionEvents } from './events.js'
import { announcing } from './notify.js'
import type { ReceiptCircumstances, ReportType } from './schema.js'

export type NewDecision = {
  verdict: Verdict
  by: { kind: 'machine' } | { kind: 'moderator'; id: string }
  reasons: Reason[]
  scores: Scores | null
  model: string | null
  rules: string | null
  missing: string[]
  /** The highest `priority` of the rules behind it: how urgent a moderator's look is. */
  priority: number
  receipt: {
    signals: Record<string, unknown>
    timings: Record<string, number>
    note: string | null
    /** Null where no rules were asked. */
    circumstances: ReceiptCircumstances | null
  }
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

// A rule's priority comes first: one point of it is as much as the surest score, or ten hours of waiting.
const severityOf = (decision: NewDecision) =>
  decision.priority +
  Math.max(0, ...Object.values(decision.scores ?? {}), decision.missing.length > 0 ? 0.5 : 0)

const receiptRow = ({ signals, timings, note, circumstances }: NewDecision['receipt']) => sql`
  select decided.id, ${JSON.stringify(signals)}::jsonb, ${JSON.stringify(timings)}::jsonb, ${note}::text,
    ${circumstances && JSON.stringify(circumstances)}::jsonb from decided`

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
  const { receipt, by, reasons, scores, priority: _, ...rest } = decision
  const status = statusAfter(decision.verdict)
  const byId = by.kind === 'moderator' ? by.id : null
  const { id: commentId, revision } = comment
  const events = { comment: commentId, revision, verdict: decision.verdict, by: byId, status }
  // One statement, because each takes a way to the server and back, and comments come in thousands.
  const { id } = await tx
    .with('decided', (query) =>
      query
        .insertInto('decision')
        .values({
          ...rest,
          comment_uid: comment.uid,
          revision: comment.revision,
          by_kind: by.kind,
          by_id: byId,
          reasons: JSON.stringify(reasons),
          scores: scores && JSON.stringify(scores),
          severity: severityOf(decision),
        })
        .returning('id'),
    )
    .with('kept', (query) =>
      query
        .insertInto('receipt')
        .columns(['decision_id', 'signals', 'timings', 'note', 'circumstances'])
        .expression(receiptRow(receipt)),
    )
    .with('moved', (query) =>
      query
        .updateTable('comment')
        .from('decided')
        .set((eb) => ({ status, decision_id: eb.ref('decided.id') }))
        .where('uid', '=', comment.uid),
    )
    .with('told', (query) =>
      query
        .insertInto('event')
        .columns(['site', 'type', 'data'])
        .expression(decisionEvents(comment.site, events)),
    )
    .selectFrom('decided')
    .select(['decided.id', announcing(comment.uid).as('announced')])
    .executeTakeFirstOrThrow()
  const reportId = await addReport(tx, comment, `comment.${status}`, id, endpoint)
  return { decisionId: id, reportId }
}
