import type { Config } from './config.js'
import type { Logger } from './logger.js'
import { createMetrics, type Metrics } from './metrics.js'
import type { Backend } from './queue/backend.js'
import { openQueues, type Queues } from './queue/queues.js'
import { type Database, openDatabase } from './store/database.js'

/** What every long-running command stands on, built in one place. */
export type Context = {
  config: Config
  logger: Logger
  databaseUrl: string
  backend: Backend
  db: Database
  queues: Queues
  metrics: Metrics
  close: () => Promise<void>
}

/** The only site so far; keys and endpoints of their own for several come with signing in. */
export const site = 'default'

/** Opens the database and the queues; nothing is awaited, so that a service that is away stops no start. */
export function openContext(config: Config, logger: Logger, databaseUrl: string): Context {
  const backend: Backend = config.REDIS_URL
    ? { kind: 'redis', url: config.REDIS_URL }
    : { kind: 'postgres', url: databaseUrl }
  let closing = false
  const db = openDatabase(databaseUrl, (err) => {
    // The embedded server that ends right after us may be quicker than our last idle connections.
    if (!closing) logger.error({ err }, 'a database connection broke')
  })
  const queues = openQueues(backend, (err) => logger.error({ err }, 'the queue is in trouble'))
  const close = async () => {
    closing = true
    await queues.close()
    await db.destroy()
  }
  return { config, logger, databaseUrl, backend, db, queues, metrics: createMetrics(db, queues), close }
}

/** The queue before the database, which is the last that anything needs. */
export async function closeContext({ close }: Context): Promise<void> {
  await close()
}
