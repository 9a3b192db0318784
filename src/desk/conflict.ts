import { type DeskPrincipal, hasRole } from '../http/access.js'
import { Problem } from '../http/problems.js'
import type { CommentRow } from '../store/comments.js'
import type { Standing } from '../store/standing.js'
import { decisionView } from '../store/views.js'

/** What was on the screen of whoever decides. */
export type Seen = { onRevision: number; onDecision?: string | null | undefined }

const conflict = (detail: string, more: Record<string, unknown> = {}) =>
  new Problem(409, 'The comment is not as you saw it', { detail, ...more })

const words = { publish: 'published', hold: 'held', reject: 'rejected' } as const

/** What the comment's text is now, if it is not as it was seen. */
function changed(row: CommentRow, revision: number): Problem | undefined {
  if (row.status === 'erased') return conflict('It has been erased.')
  if (row.revision === revision) return undefined
  return conflict(`Its text has changed: it is at revision ${row.revision}.`, { revision: row.revision })
}

/**
 * Why a moderator may not decide on the comment. He may on what is held and on what the machine decided; another's word he
 * may not replace unseen, and only a chief may replace it.
 */
export function whyNotDecide(
  row: CommentRow,
  standing: Standing | undefined,
  { onRevision, onDecision }: Seen,
  who: DeskPrincipal,
): Problem | undefined {
  const stale = changed(row, onRevision)
  if (stale || !standing?.word) return stale
  const { word } = standing
  const decision = decisionView(standing.decision)
  const wasSeen = onDecision === decision.id || onDecision === standing.decision.restores
  const first = conflict(`${word.by} decided first: ${word.verdict}.`, { decision })
  if (onDecision != null && !wasSeen) return first
  if (word.verdict === 'hold') return undefined
  if (onDecision == null) return first
  if (word.by === who.name || hasRole(who, 'chief')) return undefined
  const detail = `${word.by} ${words[word.verdict]} it; only a chief may replace that.`
  return new Problem(403, 'Not allowed', { detail, decision })
}

/** Why a moderator may not undo a decision, given the comment's current one. */
export function whyNotUndo(
  row: CommentRow,
  undone: { id: string; revision: number },
  current: Standing | undefined,
  who: DeskPrincipal,
): Problem | undefined {
  const stale = changed(row, undone.revision)
  if (stale) return stale
  const decision = current && decisionView(current.decision)
  if (!decision || decision.id !== undone.id) {
    const by = decision?.by.id ?? 'The machine'
    return conflict(`${by} has decided since: ${decision?.verdict ?? 'nothing yet'}.`, { decision })
  }
  if (decision.by.kind === 'machine')
    return conflict('It is the machine’s: decide otherwise instead.', { decision })
  if (decision.by.id === who.name || hasRole(who, 'chief')) return undefined
  return new Problem(403, 'Not allowed', {
    detail: `It is ${decision.by.id}’s; only a chief may undo that.`,
    decision,
  })
}
