import type { z } from 'zod'
import { type DeskPrincipal, deskPrincipal } from '../http/access.js'
import { Problem } from '../http/problems.js'
import type { Server } from '../http/server.js'
import { recordAudit } from '../store/audit.js'
import { lockComment } from '../store/comments.js'
import type { Executor } from '../store/database.js'
import { type NewDecision, recordDecision } from '../store/decide.js'
import { endLeases } from '../store/leases.js'
import { readStandings, type Standing } from '../store/standing.js'
import { decisionView } from '../store/views.js'
import { whyNotDecide } from './conflict.js'
import { outwardOf, sendLater } from './outward.js'
import type { DeskParts } from './parts.js'
import { decidedSchema, decisionBodySchema } from './schemas/decision.js'
import { commentParams } from './schemas/params.js'

type Body = z.output<typeof decisionBodySchema>
type Words = Pick<Body, 'verdict'> & Partial<Pick<Body, 'reason' | 'note'>>

/** What a moderator's word is, in the place of the decision that stands. */
export function moderatorsDecision(
  { verdict, reason, note }: Words,
  moderator: string,
  standing: Standing | undefined,
): NewDecision {
  const message = reason ?? 'Decided by a moderator'
  return {
    verdict,
    by: { kind: 'moderator', id: moderator },
    reasons: [{ rule: 'moderator', verdict, message, spans: [], shadow: false }],
    scores: null,
    model: null,
    rules: null,
    missing: [],
    // What a moderator holds is as urgent for the next one as it was.
    urgency: { severity: standing?.decision.severity ?? 0 },
    receipt: { signals: {}, timings: {}, note: note ?? null, circumstances: null },
  }
}

async function decide(tx: Executor, parts: DeskParts, id: string, body: Body, who: DeskPrincipal) {
  const { site } = parts
  const row = await lockComment(tx, { site, id })
  if (!row) throw new Problem(404, 'There is no such comment')
  const current = row.decision_id
  const standing = current === null ? undefined : (await readStandings(tx, [current])).get(current)
  const refusal = whyNotDecide(row, standing, body, who)
  if (refusal) throw refusal
  const decision = moderatorsDecision(body, who.name, standing)
  const recorded = await recordDecision(tx, row, decision, outwardOf(parts))
  await recordAudit(tx, {
    site,
    actor: who.name,
    via: who.via,
    action: 'decide',
    subject: `comment:${row.id}`,
    detail: { decision: recorded.decisionId, verdict: body.verdict },
  })
  await endLeases(tx, [row.uid])
  return recorded
}

/** A decision as its maker is answered, and how long its report waits. */
export async function decidedView(parts: DeskParts, decisionId: string, reportIds: readonly string[]) {
  const row = await parts.db
    .selectFrom('decision')
    .selectAll()
    .where('id', '=', decisionId)
    .executeTakeFirstOrThrow()
  return { ...decisionView(row), silentForMs: reportIds.length === 0 ? 0 : parts.undoMs }
}

/** `POST /v1/comments/:id/decisions`: 201 with the decision; 409 when another decided first or the text has changed. */
export function addDecisions(app: Server, parts: DeskParts): void {
  const schema = {
    tags: ['desk'],
    summary: 'Decide on a comment',
    description:
      'Any comment may be decided on, of any status. 409 when its text has changed since `onRevision`, or when a moderator has published or rejected it: the answer has that `decision`, and sent as `onDecision` it may be replaced, one’s own by anybody and another’s by a chief.',
    params: commentParams,
    body: decisionBodySchema,
    response: { 201: decidedSchema },
    'x-problems': [404, 409],
  }
  const config = { access: 'moderator' } as const
  app.post('/v1/comments/:id/decisions', { config, schema }, async (request, reply) => {
    const who = deskPrincipal(request)
    const { id } = request.params
    const { decisionId, reportIds } = await parts.db
      .transaction()
      .execute((tx) => decide(tx, parts, id, request.body, who))
    await sendLater(parts, reportIds)
    return reply.status(201).send(await decidedView(parts, decisionId, reportIds))
  })
}
