import { z } from 'zod'
import { Problem } from '../http/problems.js'
import type { Server } from '../http/server.js'
import { findComment } from '../store/comments.js'
import { readItems } from '../store/items.js'
import { countQueue, listQueue } from '../store/queue-list.js'
import type { DeskParts } from './parts.js'
import { readQueueCursor, writeQueueCursor } from './schemas/cursor.js'
import { itemSchema } from './schemas/item.js'
import { commentParams } from './schemas/params.js'
import { countQuerySchema, listAnswerSchema, listQuerySchema } from './schemas/queue.js'

const tags = ['desk']
const config = { access: 'viewer' } as const

function addList(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags,
    summary: 'The queue',
    description:
      'What is held, or of another `status`, with all that a moderator needs. By `priority`: severity × reach × 2^(age / 10 h), where severity is the priority of the rule behind it plus the surest score, and reach is 1 + log10(1 + comments on the article in the hour before it). A page stays where it is while others are decided.',
    querystring: listQuerySchema,
    response: { 200: listAnswerSchema },
  }
  app.get('/v1/queue', { config, schema }, async ({ query }) => {
    const { limit, cursor, sort, ...filter } = query
    const after = readQueueCursor(sort, cursor)
    const { rows, next } = await listQueue(db, { site, ...filter }, { sort, limit, after })
    return { items: await readItems(db, rows), nextCursor: next ? writeQueueCursor(sort, next) : null }
  })
}

function addCount(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags,
    summary: 'How many are in the queue',
    description: 'Counted from the comments themselves, with the same filters as the queue.',
    querystring: countQuerySchema,
    response: { 200: z.object({ count: z.int() }) },
  }
  app.get('/v1/queue/count', { config, schema }, async ({ query }) => ({
    count: await countQueue(db, { site, ...query }),
  }))
}

function addItem(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags,
    summary: 'One comment as the queue shows it',
    description: 'Of any status, an erased one without its text.',
    params: commentParams,
    response: { 200: itemSchema },
    'x-problems': [404],
  }
  app.get('/v1/queue/items/:id', { config, schema }, async ({ params }) => {
    const row = await findComment(db, site, params.id)
    const [item] = row ? await readItems(db, [row]) : []
    if (!item) throw new Problem(404, 'There is no such comment')
    return item
  })
}

/** What moderators look through. */
export function addQueue(app: Server, parts: DeskParts): void {
  addList(app, parts)
  addCount(app, parts)
  addItem(app, parts)
}
