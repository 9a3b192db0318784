import { z } from 'zod'
import { deskPrincipal } from '../http/access.js'
import type { Server } from '../http/server.js'
import { claim, listItems, readItem } from '../store/held.js'
import { readStats } from '../store/stats.js'
import { addArticles } from './articles.js'
import { addBacktest } from './backtest.js'
import { addDecisions } from './decide.js'
import { addDeliveries } from './deliveries.js'
import { addEndpoints } from './endpoints.js'
import { addEventStream, addPresence } from './events.js'
import { addDeskHealth } from './health.js'
import { addJobs } from './jobs.js'
import type { DeskParts } from './parts.js'
import { addRuleTests } from './rule-tests.js'
import { addRules } from './rules.js'
import { readCursor, writeCursor } from './schemas/cursor.js'
import { itemSchema as wholeItemSchema } from './schemas/item.js'
import { listQuerySchema as wholeQuerySchema } from './schemas/queue.js'
import { addSeries } from './series.js'

const tags = ['desk']
const itemSchema = wholeItemSchema
  .omit({ language: true, judgement: true, notes: true, edits: true, waitingSince: true })
  .extend({ parent: z.object({ id: z.string(), body: z.string().nullable() }).nullable() })
const listQuerySchema = wholeQuerySchema.pick({
  status: true,
  sort: true,
  rule: true,
  section: true,
  article: true,
  author: true,
  limit: true,
  cursor: true,
})
// Time to read a long comment and its thread; whoever leaves blocks nobody for longer.
const leaseMs = 120_000

function addList(app: Server, { db, site }: DeskParts): void {
  const response = { 200: z.object({ items: z.array(itemSchema), nextCursor: z.string().nullable() }) }
  const schema = { tags, querystring: listQuerySchema, response }
  app.get('/v1/queue', { config: { access: 'viewer' }, schema }, async (request) => {
    const { limit, cursor, ...filter } = request.query
    const { items, next } = await listItems(db, { site, ...filter }, limit, readCursor(cursor))
    return { items, nextCursor: next ? writeCursor(next) : null }
  })
}

function addClaim(app: Server, { db, site }: DeskParts): void {
  const body = z.strictObject({ count: z.int().min(1).max(50).default(1) })
  const schema = { tags, body, response: { 200: z.object({ items: z.array(itemSchema) }) } }
  app.post('/v1/queue/claim', { config: { access: 'moderator' }, schema }, async (request) => {
    const moderator = deskPrincipal(request).name
    const filter = { site, status: 'held', sort: 'priority' } as const
    const rows = await db
      .transaction()
      .execute((tx) => claim(tx, filter, moderator, request.body.count, leaseMs))
    return { items: await Promise.all(rows.map((row) => readItem(db, row))) }
  })
}

function addStats(app: Server, { db, site }: DeskParts): void {
  const count = z.int()
  const comments = z.object({ pending: count, published: count, held: count, rejected: count, erased: count })
  const reports = z.object({ pending: count, delivered: count, failed: count })
  const response = { 200: z.object({ comments, reports, oldestPendingSeconds: z.number().nullable() }) }
  app.get('/v1/stats', { config: { access: 'viewer' }, schema: { tags, response } }, () =>
    readStats(db, site),
  )
}

/** The moderators' calls. */
export function addDeskRoutes(app: Server, parts: DeskParts): void {
  addList(app, parts)
  addClaim(app, parts)
  addDecisions(app, parts)
  addStats(app, parts)
  addBacktest(app, parts)
  addRules(app, parts)
  addRuleTests(app, parts)
  addArticles(app, parts)
  addEventStream(app, parts)
  addPresence(app, parts)
  addEndpoints(app, parts)
  addDeliveries(app, parts)
  addSeries(app, parts)
  addJobs(app, parts)
  addDeskHealth(app, parts)
}
