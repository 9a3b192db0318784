import { runChecks } from '../http/health.js'
import type { Server } from '../http/server.js'
import type { Queues } from '../queue/queues.js'
import { countFailedReports } from '../store/reports.js'
import { readWatch } from '../store/rule-watch.js'
import { oldestPendingSeconds } from '../store/stats.js'
import { livingWorkers } from '../store/workers.js'
import type { DeskParts } from './parts.js'
import { deskHealthSchema } from './schemas/health.js'

/** Null where the queue does not answer: `checks` says so, and a number that cannot be had is not 0. */
async function askQueues(queues: Queues) {
  const orNull = (asked: Promise<number>) => asked.catch(() => null)
  const [comments, reports, jobs] = await Promise.all([
    orNull(queues.depth('comments')),
    orNull(queues.depth('reports')),
    orNull(queues.failed().then((dead) => dead.length)),
  ])
  return { queues: { comments, reports }, jobs }
}

/** `GET /v1/health`: what `/readyz` says, and what an operator looks at next. */
export function addDeskHealth(app: Server, { db, queues, checks }: DeskParts): void {
  const schema = {
    tags: ['desk'],
    summary: 'How Stet is',
    description:
      'The checks of `/readyz`, how much waits and how much gave up, the workers, and the alerts of the rules.',
    response: { 200: deskHealthSchema },
  }
  app.get('/v1/health', { config: { access: 'viewer' }, schema }, async () => {
    const { jobs, ...depths } = await askQueues(queues)
    const workers = (await livingWorkers(db)).map(({ seenAt, ...rest }) => ({
      seenAt: seenAt.toISOString(),
      ...rest,
    }))
    const watch = await readWatch(db)
    return {
      ...(await runChecks(checks)),
      ...depths,
      oldestPendingSeconds: await oldestPendingSeconds(db),
      failed: { jobs, reports: await countFailedReports(db) },
      workers,
      alerts: (watch?.rules ?? []).flatMap(({ rule, alerts }) => alerts.map((alert) => ({ rule, ...alert }))),
    }
  })
}
