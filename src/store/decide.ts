import { sql } from 'kysely'
import type { Reason } from '../domain/decision.js'
import type { Scores } from '../domain/labels.js'
import { statusAfter, type Verdict } from '../domain/verdict.js'
import type { CommentRow } from './comments.js'
import type { Executor } from './database.js'
import { decisionEvents } from './events.js'
import { announcing } from './notify.js'
import { type Outward, reportColumns, reportRows } from './outbox.js'
import { rankOf } from './rank.js'
import type { ReceiptCircumstances } from './schema.js'

export type NewDecision = {
  verdict: Verdict
  by: { kind: 'machine' } | { kind: 'moderator'; id: string }
  reasons: Reason[]
  scores: Scores | null
  model: string | null
  rules: string | null
  missing: string[]
  /** How urgent a moderator's look is: by the rules' priority, or as the decision says that it follows or restores. */
  urgency: { priority: number } | { severity: number }
  /** The decision that it takes back, and the one that is in force again by it. */
  undone?: { undoes: string; restores: string | null }
  receipt: {
    signals: Record<string, unknown>
    timings: Record<string, number>
    note: string | null
    /** Null where no rules were asked. */
    circumstances: ReceiptCircumstances | null
  }
}

// One point of a rule's priority is as much as the surest score.
const severityOf = ({ urgency, scores, missing }: NewDecision) =>
  'severity' in urgency
    ? urgency.severity
    : urgency.priority + Math.max(0, ...Object.values(scores ?? {}), missing.length > 0 ? 0.5 : 0)

const decisionRow = (comment: CommentRow, decision: NewDecision) => ({
  comment_uid: comment.uid,
  revision: comment.revision,
  verdict: decision.verdict,
  by_kind: decision.by.kind,
  by_id: decision.by.kind === 'moderator' ? decision.by.id : null,
  reasons: JSON.stringify(decision.reasons),
  scores: decision.scores && JSON.stringify(decision.scores),
  model: decision.model,
  rules: decision.rules,
  missing: decision.missing,
  severity: severityOf(decision),
  ...decision.undone,
})

const theDecided = { id: sql`decided.id`, from: sql`cross join decided` }

const receiptRow = ({ signals, timings, note, circumstances }: NewDecision['receipt']) => sql`
  select decided.id, ${JSON.stringify(signals)}::jsonb, ${JSON.stringify(timings)}::jsonb, ${note}::text,
    ${circumstances && JSON.stringify(circumstances)}::jsonb from decided`

/**
 * Records a decision, makes it the comment's current one and reports it unless it is `silent`, all in the caller's
 * transaction, which must hold the comment's lock.
 */
export async function recordDecision(
  tx: Executor,
  comment: CommentRow,
  decision: NewDecision,
  outward: Outward,
): Promise<{ decisionId: string; reportIds: string[] }> {
  const status = statusAfter(decision.verdict)
  const row = decisionRow(comment, decision)
  // One statement, because each takes a way to the server and back, and comments come in thousands.
  const { id, reportIds } = await tx
    .with('decided', (query) => query.insertInto('decision').values(row).returning('id'))
    .with('kept', (query) =>
      query
        .insertInto('receipt')
        .columns(['decision_id', 'signals', 'timings', 'note', 'circumstances'])
        .expression(receiptRow(decision.receipt)),
    )
    .with('moved', (query) =>
      query
        .updateTable('comment')
        .from('decided')
        .set((eb) => ({ status, decision_id: eb.ref('decided.id'), rank: rankOf(row.severity) }))
        .where('uid', '=', comment.uid),
    )
    .with('told', (query) =>
      query
        .insertInto('event')
        .columns(['site', 'type', 'data'])
        .expression(decisionEvents(comment, row, status)),
    )
    .with('reported', (query) =>
      query
        .insertInto('report')
        .columns(reportColumns)
        .expression(reportRows(comment, `comment.${status}`, outward, theDecided))
        .returning('id'),
    )
    .selectFrom('decided')
    .select(['decided.id', announcing(comment.uid).as('announced')])
    .select(sql<string[]>`array(select id from reported)`.as('reportIds'))
    .executeTakeFirstOrThrow()
  return { decisionId: id, reportIds }
}
