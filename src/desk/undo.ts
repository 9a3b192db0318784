import { type DeskPrincipal, deskPrincipal } from '../http/access.js'
import { Problem } from '../http/problems.js'
import type { Server } from '../http/server.js'
import { recordAudit } from '../store/audit.js'
import { lockComment } from '../store/comments.js'
import type { Executor } from '../store/database.js'
import { leaseBack } from '../store/leases.js'
import { readStandings } from '../store/standing.js'
import { findDecisionRow, undoDecision } from '../store/undo.js'
import { whyNotUndo } from './conflict.js'
import { decidedView } from './decide.js'
import { outwardOf, sendLater } from './outward.js'
import type { DeskParts } from './parts.js'
import { decidedSchema } from './schemas/decision.js'
import { numberParams } from './schemas/params.js'

async function undo(tx: Executor, parts: DeskParts, id: string, who: DeskPrincipal) {
  const { site } = parts
  const undone = await findDecisionRow(tx, site, id)
  const row = undone && (await lockComment(tx, { uid: undone.comment_uid }))
  if (!row) throw new Problem(404, 'There is no such decision')
  const current = row.decision_id
  const standing = current === null ? undefined : (await readStandings(tx, [current])).get(current)
  const refusal = whyNotUndo(row, undone, standing, who)
  if (refusal) throw refusal
  const recorded = await undoDecision(tx, row, undone, who.name, outwardOf(parts))
  const { decisionId: decision, verdict } = recorded
  await recordAudit(tx, {
    site,
    actor: who.name,
    via: who.via,
    action: 'undo',
    subject: `comment:${row.id}`,
    detail: { decision, verdict, undoes: id },
  })
  // Whoever takes a word back looks at the comment again, and not a colleague who is just claiming the next.
  if (verdict === 'hold') await leaseBack(tx, row, who.name)
  return recorded
}

/** `POST /v1/decisions/:id/undo`: 201 with the decision that undoes it. */
export function addUndo(app: Server, parts: DeskParts): void {
  const schema = {
    tags: ['desk'],
    summary: 'Undo a decision',
    description:
      'Puts the decision before in force again, by a decision that names the undone one in `undoes`. Only the current decision of a comment can be undone, an undo too: else 409. One’s own by anybody, another’s by a chief. While the report of the undone decision is still held back (`silentForMs`), it is cancelled and nobody outside hears of either; later the undo has a report of its own. What is held again is leased to whoever has undone it.',
    params: numberParams,
    response: { 201: decidedSchema },
    'x-problems': [404, 409],
  }
  const config = { access: 'moderator' } as const
  app.post('/v1/decisions/:id/undo', { config, schema }, async (request, reply) => {
    const who = deskPrincipal(request)
    const { decisionId, reportIds } = await parts.db
      .transaction()
      .execute((tx) => undo(tx, parts, request.params.id, who))
    await sendLater(parts, reportIds)
    return reply.status(201).send(await decidedView(parts, decisionId, reportIds))
  })
}
