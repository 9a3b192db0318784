import { sql } from 'kysely'
import type { Verdict } from '../domain/verdict.js'
import type { CommentRow } from './comments.js'
import type { Executor } from './database.js'
import { type NewDecision, recordDecision } from './decide.js'
import type { Outward } from './outbox.js'
import type { DecisionRow } from './views.js'

/** A decision of the site by its id. */
export async function findDecisionRow(
  db: Executor,
  site: string,
  id: string,
): Promise<DecisionRow | undefined> {
  return db
    .selectFrom('decision')
    .innerJoin('comment', 'comment.uid', 'decision.comment_uid')
    .selectAll('decision')
    .where('comment.site', '=', site)
    .where('decision.id', '=', id)
    .executeTakeFirst()
}

async function decisionBefore(tx: Executor, { comment_uid, revision, id }: DecisionRow) {
  return tx
    .selectFrom('decision')
    .selectAll()
    .where('comment_uid', '=', comment_uid)
    .where('revision', '=', revision)
    .where('id', '<', id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/**
 * Cancels the reports of a decision that are still held back: true when all were, and nobody outside has heard of it. Their
 * rows are locked before the clock is read: whoever delivers them looks at both under the same lock (readReport).
 */
async function cancelReports(tx: Executor, decisionId: string): Promise<boolean> {
  const ofDecision = tx
    .selectFrom('report')
    .where('decision_id', '=', decisionId)
    // One whose endpoint was removed tells nobody anything.
    .where('state', '<>', 'cancelled')
  await ofDecision.select('id').orderBy('id').forUpdate().execute()
  const heldBack = sql<boolean>`coalesce(bool_and(state = 'pending' and due_at > clock_timestamp()), false)`
  const { all } = await ofDecision.select(heldBack.as('all')).executeTakeFirstOrThrow()
  if (all)
    await tx.updateTable('report').set({ state: 'cancelled' }).where('decision_id', '=', decisionId).execute()
  return all
}

/** What the decision before said, said again; a hold where there was none, for what nobody has judged is held. */
function restoring(before: DecisionRow | undefined, undone: DecisionRow, moderator: string): NewDecision {
  const message = 'Undone: nothing had been decided before'
  const nothing = { rule: 'moderator', verdict: 'hold' as const, message, spans: [], shadow: false }
  const original = before?.undoes == null ? before?.id : before.restores
  return {
    verdict: before?.verdict ?? 'hold',
    by: { kind: 'moderator', id: moderator },
    reasons: before?.reasons ?? [nothing],
    scores: before?.scores ?? null,
    model: before?.model ?? null,
    rules: before?.rules ?? null,
    missing: before?.missing ?? [],
    urgency: { severity: before?.severity ?? 0 },
    undone: { undoes: undone.id, restores: original ?? null },
    receipt: { signals: {}, timings: {}, note: null, circumstances: null },
  }
}

/**
 * Undoes the current decision on a comment, whose row is locked by this transaction, by one that puts the decision before in
 * force again. It is silent when the undone one was not told outside yet; else it has a report of its own.
 */
export async function undoDecision(
  tx: Executor,
  comment: CommentRow,
  undone: DecisionRow,
  moderator: string,
  outward: Outward,
): Promise<{ decisionId: string; reportIds: string[]; verdict: Verdict }> {
  const decision = restoring(await decisionBefore(tx, undone), undone, moderator)
  const isSilent = await cancelReports(tx, undone.id)
  const recorded = await recordDecision(tx, comment, decision, { ...outward, isSilent })
  return { ...recorded, verdict: decision.verdict }
}
