import { z } from 'zod'
import { deskPrincipal } from '../http/access.js'
import { Problem } from '../http/problems.js'
import type { Server } from '../http/server.js'
import { recordAudit } from '../store/audit.js'
import { lockComment } from '../store/comments.js'
import { readItems } from '../store/items.js'
import { claim, claimThese, releaseLeases, renewLeases } from '../store/leases.js'
import { addNote } from '../store/notes.js'
import { skipComment } from '../store/skips.js'
import type { DeskParts } from './parts.js'
import { skipBodySchema } from './schemas/decision.js'
import { itemSchema } from './schemas/item.js'
import { claimBodySchema, leaseIdsSchema } from './schemas/queue.js'

const tags = ['desk']
const config = { access: 'moderator' } as const
const leaseIdsAnswer = z.object({ ids: z.array(z.string()) })

function addClaim(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags,
    summary: 'Take the next comments',
    description:
      'Leases the next of the queue to whoever asks, by the same sorts and filters: nobody else gets them for two minutes. Never one that somebody has, and none that one has skipped within the hour. With `ids`, exactly those comments, for whoever has come upon them: what is not in the answer a colleague has, or it waits no more.',
    body: claimBodySchema,
    response: { 200: z.object({ items: z.array(itemSchema) }) },
  }
  app.post('/v1/queue/claim', { config, schema }, async (request) => {
    const moderator = deskPrincipal(request).name
    const { count, sort, ids, ...filter } = request.body
    const rows = await db
      .transaction()
      .execute((tx) =>
        ids
          ? claimThese(tx, site, moderator, ids)
          : claim(tx, { site, status: 'held', ...filter }, { sort, moderator, count }),
      )
    return { items: await readItems(db, rows) }
  })
}

function addRenew(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags,
    summary: 'Keep comments for two minutes more',
    description:
      'Answers those that are one’s own still: of the others the time was over, or somebody has decided on them.',
    body: leaseIdsSchema,
    response: { 200: leaseIdsAnswer },
  }
  app.post('/v1/queue/renew', { config, schema }, async (request) => {
    const { name } = deskPrincipal(request)
    const { ids } = request.body
    return { ids: await db.transaction().execute((tx) => renewLeases(tx, site, name, ids)) }
  })
}

function addRelease(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags,
    summary: 'Give comments back',
    description: 'Answers those that were one’s own still, and are free now.',
    body: leaseIdsSchema,
    response: { 200: leaseIdsAnswer },
  }
  app.post('/v1/queue/release', { config, schema }, async (request) => {
    const { name } = deskPrincipal(request)
    const { ids } = request.body
    return { ids: await db.transaction().execute((tx) => releaseLeases(tx, site, name, ids)) }
  })
}

function addSkip(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags,
    summary: 'Leave a comment to others',
    description:
      'It is not served to whoever skips it for an hour, and free for the others at once. A `note` stays on it for whoever comes next.',
    body: skipBodySchema,
    response: { 204: z.null() },
    'x-problems': [404],
  }
  app.post('/v1/queue/skip', { config, schema }, async (request, reply) => {
    const { name, via } = deskPrincipal(request)
    const { id, reason, note } = request.body
    await db.transaction().execute(async (tx) => {
      const row = await lockComment(tx, { site, id })
      if (!row || row.status === 'erased') throw new Problem(404, 'There is no such comment')
      await skipComment(tx, row.uid, name, reason)
      await releaseLeases(tx, site, name, [id])
      const left = note == null ? undefined : await addNote(tx, row.uid, name, note)
      const detail = { reason, ...(left && { note: left.id }) }
      await recordAudit(tx, { site, actor: name, via, action: 'skip', subject: `comment:${id}`, detail })
    })
    return reply.status(204).send(null)
  })
}

/** Who works on what just now. */
export function addLeases(app: Server, parts: DeskParts): void {
  addClaim(app, parts)
  addRenew(app, parts)
  addRelease(app, parts)
  addSkip(app, parts)
}
