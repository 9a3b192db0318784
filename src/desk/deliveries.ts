import { z } from 'zod'
import { deskPrincipal } from '../http/access.js'
import { Problem } from '../http/problems.js'
import type { Server } from '../http/server.js'
import { recordAudit } from '../store/audit.js'
import { type DeliveryPlace, type DeliveryRow, listDeliveries, replayDelivery } from '../store/deliveries.js'
import { findEndpoint } from '../store/endpoints.js'
import { endpointKey } from '../store/outbox.js'
import { configuredId, endpointParams } from './endpoints.js'
import type { DeskParts } from './parts.js'
import { deliveriesAnswerSchema, deliveriesQuerySchema } from './schemas/endpoints.js'

const tags = ['desk']
const placeSchema = z.tuple([z.string().regex(/^[\d :.+-]{10,40}$/), z.string().regex(/^[\w-]{1,60}$/)])

const writePlace = ({ at, id }: DeliveryPlace) => Buffer.from(JSON.stringify([at, id])).toString('base64url')

function readPlace(text: string | undefined): DeliveryPlace | undefined {
  if (text === undefined) return undefined
  try {
    const [at, id] = placeSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    return { at, id }
  } catch {
    const errors = [{ pointer: '/cursor', detail: 'is not a cursor of this list' }]
    throw new Problem(400, 'The request is not valid', { errors })
  }
}

const view = ({ last_error, created_at, delivered_at, at: _, ...row }: DeliveryRow) => ({
  ...row,
  lastError: last_error,
  createdAt: created_at.toISOString(),
  deliveredAt: delivered_at?.toISOString() ?? null,
})

/** How reports name the endpoint. @throws {Problem} when there is none. */
async function keyOf({ db, site, endpoint }: DeskParts, id: string): Promise<string> {
  const key = id === configuredId ? endpoint : (await findEndpoint(db, site, id)) && endpointKey(id)
  if (key === undefined) throw new Problem(404, 'There is no such endpoint')
  return key
}

function addList(app: Server, parts: DeskParts): void {
  const schema = {
    tags,
    summary: 'The reports to an endpoint',
    description: 'The latest first, with what became of each.',
    params: endpointParams,
    querystring: deliveriesQuerySchema,
    response: { 200: deliveriesAnswerSchema },
    'x-problems': [404],
  }
  app.get('/v1/endpoints/:id/deliveries', { config: { access: 'chief' }, schema }, async (request) => {
    const { state, limit, cursor } = request.query
    const filter = { site: parts.site, endpoint: await keyOf(parts, request.params.id), state }
    const rows = await listDeliveries(parts.db, filter, limit + 1, readPlace(cursor))
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    return { items: page.map(view), nextCursor: last && rows.length > limit ? writePlace(last) : null }
  })
}

const refusals = {
  unknown: new Problem(404, 'There is no such delivery'),
  cancelled: new Problem(409, 'The delivery was cancelled', {
    detail: 'Its endpoint was removed, or what it says was undone.',
  }),
  closed: new Problem(409, 'The endpoint is disabled', { detail: 'Enable it first.' }),
}

function addReplay(app: Server, { db, site, queues, logger }: DeskParts): void {
  const schema = {
    tags,
    summary: 'Send a report again',
    description:
      'Under the same id, at once, whether or not it was delivered; to one that had answered 410 too.',
    params: z.object({
      id: z
        .string()
        .regex(/^[\w-]{1,60}$/, 'is no delivery')
        .meta({ examples: ['msg_6e5ae8a3-0f0c-4e4e-8f0e-0a6a4c1a3d51'] }),
    }),
    response: { 204: z.null() },
    'x-problems': [404, 409],
  }
  app.post('/v1/deliveries/:id/replay', { config: { access: 'chief' }, schema }, async (request, reply) => {
    const { name, via } = deskPrincipal(request)
    const { id } = request.params
    await db.transaction().execute(async (tx) => {
      const outcome = await replayDelivery(tx, site, id)
      if (outcome !== 'replayed') throw refusals[outcome]
      await recordAudit(tx, { site, actor: name, via, action: 'replay-delivery', subject: `delivery:${id}` })
    })
    await queues
      .addReports([{ report: id, attempt: 0 }])
      .catch((err: unknown) => logger.warn({ err }, 'report not enqueued: the sweep will'))
    return reply.status(204).send(null)
  })
}

/** What was sent to an endpoint, and sending it again. */
export function addDeliveries(app: Server, parts: DeskParts): void {
  addList(app, parts)
  addReplay(app, parts)
}
