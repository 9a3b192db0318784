import { z } from 'zod'
import { commentInputSchema, idSchema } from '../domain/comment.js'
import { Problem } from '../http/problems.js'
import type { Server } from '../http/server.js'
import { acceptedSchema, commentViewSchema } from '../http/views.js'
import { type CommentRow, findComment } from '../store/comments.js'
import { erase } from '../store/erase.js'
import { readCommentView, readReceipt } from '../store/views.js'
import { createGate, type IntakeParts, refusalOf, takeIn } from './intake.js'

const tags = ['site']
const params = z.object({ id: idSchema })
const waitMaxMs = 10_000

const pendingAnswer = (row: CommentRow) => ({
  id: row.id,
  revision: row.revision,
  status: 'pending' as const,
})

/** The row once it is decided, or as it is when the time is over. */
async function afterWaiting(parts: IntakeParts, row: CommentRow, waitMs: number): Promise<CommentRow> {
  const until = Date.now() + waitMs
  let current = row
  while (current.status === 'pending' && Date.now() < until) {
    const waiting = parts.decisions.waitFor(row.uid, Math.min(until - Date.now(), 500))
    current = (await findComment(parts.db, row.site, row.id)) ?? current
    if (current.status !== 'pending') break
    await waiting
    current = (await findComment(parts.db, row.site, row.id)) ?? current
  }
  return current
}

function addPost(app: Server, parts: IntakeParts): void {
  const gate = createGate(parts)
  const schema = {
    tags,
    summary: 'Send a comment in, and wait for its verdict if that is wished',
    description: 'Takes one comment in. With `wait`, answers its verdict if there is one in time.',
    body: commentInputSchema,
    querystring: z.strictObject({ wait: z.coerce.number().int().min(0).max(waitMaxMs).optional() }),
    response: { 200: commentViewSchema, 202: acceptedSchema },
    'x-problems': [409],
  }
  app.post('/v1/comments', { config: { access: 'site' }, schema }, async (request, reply) => {
    await gate()
    const [accepted] = await takeIn(parts, [request.body])
    if (!accepted) throw new Error('one comment went in and none came out')
    if (!('comment' in accepted)) {
      const { title, errors } = refusalOf(accepted)
      throw new Problem(409, title, { errors })
    }
    const row = await afterWaiting(parts, accepted.comment, request.query.wait ?? 0)
    if (row.status === 'pending' && accepted.kind !== 'unchanged')
      return reply.status(202).send(pendingAnswer(row))
    return reply.status(200).send(await readCommentView(parts.db, row))
  })
}

function addGet(app: Server, parts: IntakeParts): void {
  const schema = {
    tags,
    summary: 'Read a comment and what was decided',
    params,
    querystring: z.strictObject({ receipt: z.enum(['0', '1']).optional() }),
    response: { 200: commentViewSchema },
    'x-problems': [404],
  }
  app.get('/v1/comments/:id', { config: { access: 'site' }, schema }, async (request) => {
    const row = await findComment(parts.db, parts.site, request.params.id)
    if (!row) throw new Problem(404, 'There is no such comment')
    const view = await readCommentView(parts.db, row)
    if (request.query.receipt !== '1') return view
    return { ...view, receipt: view.decision && (await readReceipt(parts.db, view.decision.id)) }
  })
}

function addErasures(app: Server, parts: IntakeParts): void {
  const common = { tags, params, response: { 204: z.null() }, 'x-problems': [404] }
  const ofComment = { ...common, summary: 'Erase a comment' }
  const ofAuthor = { ...common, summary: 'Erase an author and all their comments' }
  const eraseOr404 = async (target: Parameters<typeof erase>[1]) => {
    const { found, reportIds } = await erase(parts.db, target, parts.endpoint)
    if (!found) throw new Problem(404, 'There is no such comment or author')
    try {
      await parts.queues.addReports(reportIds.map((report) => ({ report, attempt: 0 })))
    } catch (err) {
      parts.logger.warn({ err }, 'reports not enqueued: the sweep will')
    }
  }
  app.delete(
    '/v1/comments/:id',
    { config: { access: 'site' }, schema: ofComment },
    async (request, reply) => {
      await eraseOr404({ site: parts.site, id: request.params.id })
      return reply.status(204).send(null)
    },
  )
  app.delete('/v1/authors/:id', { config: { access: 'site' }, schema: ofAuthor }, async (request, reply) => {
    await eraseOr404({ site: parts.site, authorId: request.params.id })
    return reply.status(204).send(null)
  })
}

/** The site's calls for single comments and authors. */
export function addCommentRoutes(app: Server, parts: IntakeParts): void {
  addPost(app, parts)
  addGet(app, parts)
  addErasures(app, parts)
}
