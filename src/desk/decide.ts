import { z } from 'zod'
import { idSchema } from '../domain/comment.js'
import { type Decision, decisionSchema } from '../domain/decision.js'
import { deskPrincipal } from '../http/access.js'
import { Problem } from '../http/problems.js'
import type { Server } from '../http/server.js'
import { recordAudit } from '../store/audit.js'
import { type CommentRow, lockComment } from '../store/comments.js'
import type { Executor } from '../store/database.js'
import { type NewDecision, recordDecision } from '../store/decide.js'
import { decisionView } from '../store/views.js'
import type { DeskParts } from './parts.js'
import { decisionBodySchema } from './schemas/decision.js'

type Body = z.output<typeof decisionBodySchema>

async function readDecision(tx: Executor, id: string): Promise<Decision> {
  return decisionView(
    await tx.selectFrom('decision').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  )
}

const conflict = (detail: string, more: Record<string, unknown> = {}) =>
  new Problem(409, 'The comment is not as you saw it', { detail, ...more })

/** A moderator may decide on what is held and on what the machine decided, never over another's word unseen. */
async function refuseStale(tx: Executor, row: CommentRow, body: Body): Promise<void> {
  if (row.status === 'erased') throw conflict('It has been erased.')
  if (row.revision !== body.onRevision)
    throw conflict(`Its text has changed: it is at revision ${row.revision}.`, { revision: row.revision })
  if (row.decision_id === null) return
  const decision = await readDecision(tx, row.decision_id)
  if (decision.by.kind === 'moderator' && decision.verdict !== 'hold')
    throw conflict(`${decision.by.id} decided first: ${decision.verdict}.`, { decision })
}

function newDecision(body: Body, moderator: string): NewDecision {
  const message = body.reason ?? 'Decided by a moderator'
  return {
    verdict: body.verdict,
    by: { kind: 'moderator', id: moderator },
    reasons: [{ rule: 'moderator', verdict: body.verdict, message, spans: [], shadow: false }],
    scores: null,
    model: null,
    rules: null,
    missing: [],
    priority: 0,
    receipt: { signals: {}, timings: {}, note: body.note ?? null, circumstances: null },
  }
}

/** `POST /v1/comments/:id/decisions`: 201 with the decision; 409 when another decided first or the text has changed. */
export function addDecisions(app: Server, { db, queues, site, endpoint, logger }: DeskParts): void {
  const schema = {
    tags: ['desk'],
    params: z.object({ id: idSchema }),
    body: decisionBodySchema,
    response: { 201: decisionSchema },
    'x-problems': [404, 409],
  }
  app.post(
    '/v1/comments/:id/decisions',
    { config: { access: 'moderator' }, schema },
    async (request, reply) => {
      const { name, via } = deskPrincipal(request)
      const { decision, reportIds } = await db.transaction().execute(async (tx) => {
        const row = await lockComment(tx, { site, id: request.params.id })
        if (!row) throw new Problem(404, 'There is no such comment')
        await refuseStale(tx, row, request.body)
        const recorded = await recordDecision(tx, row, newDecision(request.body, name), endpoint)
        const subject = `comment:${row.id}`
        const detail = { decision: recorded.decisionId, verdict: request.body.verdict }
        await recordAudit(tx, { site, actor: name, via, action: 'decide', subject, detail })
        await tx.deleteFrom('lease').where('comment_uid', '=', row.uid).execute()
        return { decision: await readDecision(tx, recorded.decisionId), reportIds: recorded.reportIds }
      })
      if (reportIds.length > 0)
        await queues
          .addReports(reportIds.map((report) => ({ report, attempt: 0 })))
          .catch((err: unknown) => logger.warn({ err }, 'report not enqueued: the sweep will'))
      return reply.status(201).send(decision)
    },
  )
}
