import { randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { deskPrincipal } from '../http/access.js'
import { Problem } from '../http/problems.js'
import type { Server } from '../http/server.js'
import { recordAudit } from '../store/audit.js'
import type { Executor } from '../store/database.js'
import {
  addEndpoint,
  changeEndpoint,
  countDeliveries,
  type DeliveryCounts,
  type EndpointRow,
  findEndpoint,
  isStopped,
  listEndpoints,
  mostEndpoints,
  removeEndpoint,
  rotateSecret,
} from '../store/endpoints.js'
import { endpointKey } from '../store/outbox.js'
import { refuseAddress } from './endpoint-address.js'
import type { DeskParts } from './parts.js'
import {
  type Endpoint,
  endpointBodySchema,
  endpointChangeSchema,
  endpointSchema,
  madeEndpointSchema,
  rotatedSchema,
} from './schemas/endpoints.js'

const tags = ['desk']
/** What the endpoint of STET_REPORT_URL is called where others have a number. */
export const configuredId = 'configured'
export const endpointParams = z.object({
  id: z
    .string()
    .regex(/^(\d{1,18}|configured)$/, 'is no endpoint')
    .meta({ examples: ['1'] }),
})
const none: DeliveryCounts = { pending: 0, delivered: 0, failed: 0 }

// 32 random bytes, as long as what the signature's hash works with.
const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`

const view = ({ created_at, ...row }: EndpointRow, deliveries: DeliveryCounts): Endpoint => ({
  ...row,
  configured: false,
  createdAt: created_at.toISOString(),
  deliveries,
})

async function configuredView({ db, endpoint }: DeskParts, countOf: (key: string) => DeliveryCounts) {
  if (endpoint === undefined) return []
  const stopped = await isStopped(db, endpoint)
  const rest = { description: null, configured: true, enabled: true, createdAt: null }
  return [{ id: configuredId, url: endpoint, stopped, ...rest, deliveries: countOf(endpoint) }]
}

/** The endpoint, for a change. @throws {Problem} when there is none, or when it is not the desk's to change. */
async function changeable(tx: Executor, site: string, id: string): Promise<EndpointRow> {
  if (id === configuredId)
    throw new Problem(409, 'This endpoint is not changed here', { detail: 'STET_REPORT_URL sets it.' })
  const row = await findEndpoint(tx, site, id)
  if (!row) throw new Problem(404, 'There is no such endpoint')
  return row
}

/** Writes down who did what to an endpoint: its host alone, for a receiver's URL may hold a token. */
function audit(
  tx: Executor,
  site: string,
  request: FastifyRequest,
  action: string,
  { id, url }: { id: string; url: string },
  more = {},
) {
  const { name, via } = deskPrincipal(request)
  const detail = { host: new URL(url).host, ...more }
  return recordAudit(tx, { site, actor: name, via, action, subject: `endpoint:${id}`, detail })
}

function addList(app: Server, parts: DeskParts): void {
  const schema = {
    tags,
    summary: 'Where decisions are reported to',
    description:
      'The endpoint of STET_REPORT_URL, if it is set, and those that were added; what became of the reports to each.',
    response: { 200: z.object({ items: z.array(endpointSchema) }) },
  }
  app.get('/v1/endpoints', { config: { access: 'chief' }, schema }, async () => {
    const { db, site } = parts
    const countOf = await countDeliveries(db)
    const rows = await listEndpoints(db, site)
    const added = rows.map((row) => view(row, countOf(endpointKey(row.id))))
    return { items: [...(await configuredView(parts, countOf)), ...added] }
  })
}

function addAdd(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags,
    summary: 'Report decisions to another endpoint',
    description: 'From now on; the secret that signs the reports is in this answer alone.',
    body: endpointBodySchema,
    response: { 201: madeEndpointSchema },
    'x-problems': [409],
  }
  app.post('/v1/endpoints', { config: { access: 'admin' }, schema }, async (request, reply) => {
    const { url, description = null } = request.body
    await refuseAddress(request, url)
    const secret = newSecret()
    const row = await db.transaction().execute(async (tx) => {
      const id = await addEndpoint(tx, site, { url, description, secret })
      if (id === undefined)
        throw new Problem(409, 'There are too many endpoints', { detail: `There may be ${mostEndpoints}.` })
      await audit(tx, site, request, 'add-endpoint', { id, url })
      return changeable(tx, site, id)
    })
    return reply.status(201).send({ ...view(row, none), secret })
  })
}

function addChange(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags,
    summary: 'Change, disable or enable an endpoint',
    description:
      'A disabled one gets no new reports, and those that it has wait. To enable one also sends again to one that had answered 410.',
    params: endpointParams,
    body: endpointChangeSchema,
    response: { 200: endpointSchema },
    'x-problems': [404, 409],
  }
  app.patch('/v1/endpoints/:id', { config: { access: 'admin' }, schema }, async (request) => {
    const { id } = request.params
    const { url, ...change } = request.body
    if (url !== undefined) await refuseAddress(request, url)
    const row = await db.transaction().execute(async (tx) => {
      const before = await changeable(tx, site, id)
      await changeEndpoint(tx, id, { url, ...change })
      const row = await changeable(tx, site, id)
      const more = url === undefined ? change : { ...change, formerHost: new URL(before.url).host }
      await audit(tx, site, request, 'change-endpoint', row, more)
      return row
    })
    return view(row, (await countDeliveries(db))(endpointKey(id)))
  })
}

function addRemove(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags,
    summary: 'Report no more to an endpoint',
    description: 'What it was not sent it never will be; the record of what it was sent stays.',
    params: endpointParams,
    response: { 204: z.null() },
    'x-problems': [404, 409],
  }
  app.delete('/v1/endpoints/:id', { config: { access: 'admin' }, schema }, async (request, reply) => {
    await db.transaction().execute(async (tx) => {
      const row = await changeable(tx, site, request.params.id)
      await removeEndpoint(tx, row.id)
      await audit(tx, site, request, 'remove-endpoint', row)
    })
    return reply.status(204).send(null)
  })
}

function addRotate(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags,
    summary: "Give an endpoint's reports another secret",
    description:
      'It is in this answer alone. The one before signs too for a day, so that the receiver can change over in between.',
    params: endpointParams,
    response: { 200: rotatedSchema },
    'x-problems': [404, 409],
  }
  app.post('/v1/endpoints/:id/rotate', { config: { access: 'admin' }, schema }, async (request) => {
    const secret = newSecret()
    const formerUntil = await db.transaction().execute(async (tx) => {
      const row = await changeable(tx, site, request.params.id)
      await audit(tx, site, request, 'rotate-endpoint', row)
      return rotateSecret(tx, row.id, secret)
    })
    return { secret, formerUntil: formerUntil.toISOString() }
  })
}

/** Where decisions are reported to, beside the endpoint of the configuration. */
export function addEndpoints(app: Server, parts: DeskParts): void {
  addList(app, parts)
  addAdd(app, parts)
  addChange(app, parts)
  addRemove(app, parts)
  addRotate(app, parts)
}
