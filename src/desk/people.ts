import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { deskPrincipal } from '../http/access.js'
import { Problem } from '../http/problems.js'
import type { Server } from '../http/server.js'
import type { Database } from '../store/database.js'
import { type ListedPerson, listPeople } from '../store/people.js'
import type { DeskParts } from './parts.js'
import {
  invitedSchema,
  linkSchema,
  type Person,
  personBodySchema,
  personChangeSchema,
  personParams,
  personSchema,
} from './schemas/people.js'
import { applyChange, applyRemoval, type Outcome } from './sign-in/change-person.js'
import { type Doer, invite, inviteAgain } from './sign-in/invite.js'

const tags = ['desk']
const config = { access: 'admin' } as const

const doerOf = (site: string, request: FastifyRequest): Doer => {
  const { name, via } = deskPrincipal(request)
  return { site, actor: name, via }
}
/** The address under which the person will open the link: the one that is set, else the one that we were asked at. */
const urlOf = ({ publicUrl }: DeskParts, request: FastifyRequest) =>
  publicUrl ?? `${request.protocol}://${request.host}`

const unknown = () => new Problem(404, 'There is nobody of this name')
const taken = (what: string) =>
  new Problem(409, `The ${what} is taken`, { detail: `Somebody has or had it.` })

const viewOf = (row: ListedPerson): Person => ({
  name: row.name,
  email: row.email,
  role: row.role,
  twoFactor: row.two_factor_enabled,
  disabled: row.disabled_at !== null,
  invited: !row.can_sign_in,
  signedInAt: row.signed_in_at?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
})

async function viewAfter(db: Database, name: string): Promise<Person> {
  const row = (await listPeople(db)).find((one) => one.name === name)
  if (!row) throw unknown()
  return viewOf(row)
}

/** @throws {Problem} when it was not done */
function requireDone(outcome: Outcome): void {
  if (outcome === 'unknown') throw unknown()
  if (outcome === 'taken') throw taken('address')
  if (outcome === 'last')
    throw new Problem(409, 'This is the last admin', { detail: 'Make somebody else an admin before.' })
}

function addList(app: Server, { db }: DeskParts): void {
  const response = { 200: z.object({ items: z.array(personSchema) }) }
  const schema = { tags, summary: 'Who may sign in', response }
  app.get('/v1/people', { config, schema }, async () => ({ items: (await listPeople(db)).map(viewOf) }))
}

function addInvite(app: Server, parts: DeskParts): void {
  const { db, site } = parts
  const schema = {
    tags,
    summary: 'Let somebody in',
    description:
      'The answer holds the link with which they set their password, once and within three days; it is shown this once. The name of one who was removed is not given again.',
    body: personBodySchema,
    response: { 201: invitedSchema },
    'x-problems': [409],
  }
  app.post('/v1/people', { config, schema }, async (request, reply) => {
    const made = await invite(db, doerOf(site, request), request.body, urlOf(parts, request))
    if (!made) throw taken('name or the address')
    const person = await viewAfter(db, made.person.name)
    return reply.status(201).send({ ...person, link: made.link })
  })
}

function addChange(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags,
    summary: 'Change somebody’s address or role, or disable them',
    description: 'Takes effect at once. Who is disabled is signed out everywhere; the last admin stays one.',
    params: personParams,
    body: personChangeSchema,
    response: { 200: personSchema },
    'x-problems': [404, 409],
  }
  app.patch('/v1/people/:name', { config, schema }, async (request) => {
    const { name } = request.params
    requireDone(await applyChange(db, doerOf(site, request), name, request.body))
    return viewAfter(db, name)
  })
}

function addLink(app: Server, parts: DeskParts): void {
  const { db, site } = parts
  const schema = {
    tags,
    summary: 'Another link, for who has lost their password or second factor',
    description: 'Used, it sets the password, takes the second factor away and ends all sessions of before.',
    params: personParams,
    response: { 200: linkSchema },
    'x-problems': [404],
  }
  app.post('/v1/people/:name/link', { config, schema }, async (request) => {
    const link = await inviteAgain(db, doerOf(site, request), request.params.name, urlOf(parts, request))
    if (link === undefined) throw unknown()
    return { link }
  })
}

function addRemove(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags,
    summary: 'Remove somebody',
    description:
      'Their address, sessions and settings are forgotten. What they decided stays under their name.',
    params: personParams,
    response: { 204: z.null() },
    'x-problems': [404, 409],
  }
  app.delete('/v1/people/:name', { config, schema }, async (request, reply) => {
    requireDone(await applyRemoval(db, doerOf(site, request), request.params.name))
    return reply.status(204).send(null)
  })
}

/** `/v1/people`: who may sign in, and as what. */
export function addPeople(app: Server, parts: DeskParts): void {
  addList(app, parts)
  addInvite(app, parts)
  addChange(app, parts)
  addLink(app, parts)
  addRemove(app, parts)
}
