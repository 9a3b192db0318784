import { z } from 'zod'
import type { Server } from '../http/server.js'
import { readStats } from '../store/stats.js'
import { addAccessKeys } from './access-keys.js'
import { addArticles } from './articles.js'
import { addAudit } from './audit.js'
import { addBacktest } from './backtest.js'
import { addBulk } from './bulk.js'
import { addBulkPreview } from './bulk-preview.js'
import { addBulkUndo } from './bulk-undo.js'
import { addDecisions } from './decide.js'
import { addDeliveries } from './deliveries.js'
import { addEndpoints } from './endpoints.js'
import { addEventStream, addPresence } from './events.js'
import { addDeskHealth } from './health.js'
import { addHistory } from './history.js'
import { addJobs } from './jobs.js'
import { addLeases } from './leases.js'
import { addMe } from './me.js'
import { addNotes } from './notes.js'
import type { DeskParts } from './parts.js'
import { addPeople } from './people.js'
import { addQueue } from './queue.js'
import { addRuleTests } from './rule-tests.js'
import { addRules } from './rules.js'
import { addSeries } from './series.js'
import { addUndo } from './undo.js'

const tags = ['desk']

function addStats(app: Server, { db, site }: DeskParts): void {
  const count = z.int()
  const comments = z.object({ pending: count, published: count, held: count, rejected: count, erased: count })
  const reports = z.object({ pending: count, delivered: count, failed: count })
  const response = { 200: z.object({ comments, reports, oldestPendingSeconds: z.number().nullable() }) }
  app.get(
    '/v1/stats',
    { config: { access: 'viewer' }, schema: { tags, summary: 'Counts of comments and reports', response } },
    () => readStats(db, site),
  )
}

/** The moderators' calls. */
export function addDeskRoutes(app: Server, parts: DeskParts): void {
  addQueue(app, parts)
  addLeases(app, parts)
  addDecisions(app, parts)
  addUndo(app, parts)
  addBulkPreview(app, parts)
  addBulk(app, parts)
  addBulkUndo(app, parts)
  addNotes(app, parts)
  addHistory(app, parts)
  addAudit(app, parts)
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
  addMe(app, parts)
  addPeople(app, parts)
  addAccessKeys(app, parts)
}
