import { randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Role } from '../domain/role.js'
import { deskPrincipal } from '../http/access.js'
import { hashSecret } from '../http/auth.js'
import { Problem } from '../http/problems.js'
import type { Server } from '../http/server.js'
import {
  type AccessKeyRow,
  addAccessKey,
  changeAccessKey,
  listAccessKeys,
  lockAccessKey,
  removeAccessKey,
  rotateAccessKey,
} from '../store/access-keys.js'
import { recordAudit } from '../store/audit.js'
import type { Executor } from '../store/database.js'
import type { DeskParts } from './parts.js'
import {
  keyBodySchema,
  keyChangeSchema,
  keySchema,
  madeKeySchema,
  madeTokenSchema,
  tokenBodySchema,
  tokenChangeSchema,
  tokenSchema,
} from './schemas/access-keys.js'

const tags = ['desk']
const config = { access: 'admin' } as const
const params = z.object({
  id: z
    .string()
    .regex(/^(\d{1,18}|configured)$/, 'is none of these')
    .meta({ examples: ['1'] }),
})

type Body = { name: string; role?: Role; expiresInDays?: number | null | undefined }
type Change = { role?: Role | undefined; expiresInDays?: number | null | undefined }

/** What differs between a site's keys and the tokens of the desk. */
type Kind = {
  kind: 'key' | 'token'
  path: string
  noun: string
  configured: { name: string; role: Role | null }
  body: z.ZodType<Body>
  change: z.ZodType<Change>
  view: z.ZodType
  made: z.ZodType
}

const siteKeys: Kind = {
  kind: 'key',
  path: '/v1/keys',
  noun: 'site key',
  configured: { name: 'STET_SITE_KEY', role: null },
  body: keyBodySchema,
  change: keyChangeSchema,
  view: keySchema,
  made: madeKeySchema,
}

const tokens: Kind = {
  kind: 'token',
  path: '/v1/tokens',
  noun: 'token',
  configured: { name: 'STET_MODERATOR_TOKEN', role: 'chief' },
  body: tokenBodySchema,
  change: tokenChangeSchema,
  view: tokenSchema,
  made: madeTokenSchema,
}

const newSecret = ({ kind }: Kind) =>
  `stet_${kind === 'key' ? 'site' : 'token'}_${randomBytes(32).toString('base64url')}`

const dayMs = 86_400_000
const inDays = (days: number | null | undefined) =>
  days == null ? null : new Date(Date.now() + days * dayMs)

const viewOf = (row: AccessKeyRow) => ({
  id: row.id,
  name: row.name,
  role: row.role,
  configured: false,
  expiresAt: row.expires_at?.toISOString() ?? null,
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
  formerUntil: row.former_until && row.former_until > new Date() ? row.former_until.toISOString() : null,
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
})

/** What the settings give: nothing of it is known but that it is there. */
const configuredView = ({ configured }: Kind) => ({
  id: 'configured',
  ...configured,
  configured: true,
  expiresAt: null,
  lastUsedAt: null,
  formerUntil: null,
  createdBy: null,
  createdAt: null,
})

/** The key, for a change. @throws {Problem} when there is none, or when it is not the desk's to change */
async function changeable(tx: Executor, site: string, { kind, noun, configured }: Kind, id: string) {
  if (id === 'configured')
    throw new Problem(409, `This ${noun} is not changed here`, { detail: `${configured.name} sets it.` })
  const row = await lockAccessKey(tx, site, kind, id)
  if (!row) throw new Problem(404, `There is no such ${noun}`)
  return row
}

function audit(
  tx: Executor,
  site: string,
  request: FastifyRequest,
  { kind }: Kind,
  verb: string,
  { name, role, expires_at }: AccessKeyRow,
) {
  const { name: actor, via } = deskPrincipal(request)
  const detail = { ...(role === null ? {} : { role }), expiresAt: expires_at?.toISOString() ?? null }
  return recordAudit(tx, { site, actor, via, action: `${verb}-${kind}`, subject: `${kind}:${name}`, detail })
}

function addList(app: Server, { db, site }: DeskParts, kind: Kind): void {
  const response = { 200: z.object({ items: z.array(kind.view) }) }
  const schema = { tags, summary: `Every ${kind.noun}, with its last use`, response }
  app.get(kind.path, { config, schema }, async () => {
    const rows = await listAccessKeys(db, site, kind.kind)
    return { items: [configuredView(kind), ...rows.map(viewOf)] }
  })
}

function addMake(app: Server, { db, site }: DeskParts, kind: Kind): void {
  const schema = {
    tags,
    summary: `Make a ${kind.noun}`,
    description: 'Its secret is in this answer alone; of it a hash is kept.',
    body: kind.body,
    response: { 201: kind.made },
    'x-problems': [409],
  }
  app.post(kind.path, { config, schema }, async (request, reply) => {
    const { name, role = null, expiresInDays } = request.body
    const [secret, created_by] = [newSecret(kind), deskPrincipal(request).name]
    const common = { site, kind: kind.kind, name, role, created_by, expires_at: inDays(expiresInDays) }
    const row = await db.transaction().execute(async (tx) => {
      const made = await addAccessKey(tx, { ...common, hash: hashSecret(secret) })
      if (!made)
        throw new Problem(409, 'The name is taken', { detail: `There is a ${kind.noun} of this name.` })
      await audit(tx, site, request, kind, 'add', made)
      return made
    })
    return reply.status(201).send({ ...viewOf(row), secret })
  })
}

function addChange(app: Server, { db, site }: DeskParts, kind: Kind): void {
  const schema = {
    tags,
    summary: `Change what a ${kind.noun} may do, or how long`,
    params,
    body: kind.change,
    response: { 200: kind.view },
    'x-problems': [404, 409],
  }
  app.patch(`${kind.path}/:id`, { config, schema }, async (request) => {
    const { role, expiresInDays } = request.body
    return db.transaction().execute(async (tx) => {
      const before = await changeable(tx, site, kind, request.params.id)
      const row = await changeAccessKey(tx, before.id, {
        role: role ?? before.role,
        expires_at: expiresInDays === undefined ? before.expires_at : inDays(expiresInDays),
      })
      await audit(tx, site, request, kind, 'change', row)
      return viewOf(row)
    })
  })
}

function addRotate(app: Server, { db, site }: DeskParts, kind: Kind): void {
  const schema = {
    tags,
    summary: `Give a ${kind.noun} another secret`,
    description: 'It is in this answer alone. The one before opens too for a day, to change over in between.',
    params,
    response: { 200: kind.made },
    'x-problems': [404, 409],
  }
  app.post(`${kind.path}/:id/rotate`, { config, schema }, async (request) => {
    const secret = newSecret(kind)
    const row = await db.transaction().execute(async (tx) => {
      const { id } = await changeable(tx, site, kind, request.params.id)
      const rotated = await rotateAccessKey(tx, id, hashSecret(secret))
      await audit(tx, site, request, kind, 'rotate', rotated)
      return rotated
    })
    return { ...viewOf(row), secret }
  })
}

function addRemove(app: Server, { db, site }: DeskParts, kind: Kind): void {
  const schema = {
    tags,
    summary: `Remove a ${kind.noun}`,
    description: 'From now on it opens nothing.',
    params,
    response: { 204: z.null() },
    'x-problems': [404, 409],
  }
  app.delete(`${kind.path}/:id`, { config, schema }, async (request, reply) => {
    await db.transaction().execute(async (tx) => {
      const row = await changeable(tx, site, kind, request.params.id)
      await removeAccessKey(tx, row.id)
      await audit(tx, site, request, kind, 'remove', row)
    })
    return reply.status(204).send(null)
  })
}

/** `/v1/keys` and `/v1/tokens`: what sites and programs come with. */
export function addAccessKeys(app: Server, parts: DeskParts): void {
  for (const kind of [siteKeys, tokens])
    for (const add of [addList, addMake, addChange, addRotate, addRemove]) add(app, parts, kind)
}
