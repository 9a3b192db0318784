import { checksOf, createApi } from '../api.js'
import type { Config } from '../config.js'
import { type Context, closeContext, openContext } from '../context.js'
import { UserError } from '../domain/errors.js'
import { addHealth, addMetrics } from '../http/health.js'
import { createServer } from '../http/server.js'
import { createLogger, type Logger } from '../logger.js'
import { openDatabase } from '../store/database.js'
import { migrateToLatestOrThrow } from '../store/migrate.js'
import { listenForDecisions } from '../store/notify.js'
import { startWork } from '../work.js'
import { configuredCredentials } from './keys.js'
import { closeServer, listen } from './listen.js'
import { type Running, runUntilStopped } from './run.js'

const workerMetricsPort = 9_090

function needsServers(config: Config): string {
  if (!config.DATABASE_URL || !config.REDIS_URL)
    throw new UserError('DATABASE_URL and REDIS_URL must be set here; without them, use stet start.')
  return config.DATABASE_URL
}

// Nothing here waits for PostgreSQL or Redis: one that is away at the start is met like one that goes away later.
// `/readyz` names it, requests are answered 503, jobs wait, and everything goes on when it is back.
function open(config: Config, logger: Logger, databaseUrl: string, { parts }: Running): Context {
  const context = openContext(config, logger, databaseUrl)
  parts.push({ name: 'context', stop: () => closeContext(context) })
  return context
}

/** Health and metrics on a port of their own. */
export async function addOperations(context: Context, port: number, { parts }: Running): Promise<void> {
  const app = await createServer(context.logger)
  addHealth(app, checksOf(context))
  addMetrics(app, context.metrics.registry)
  parts.push({ name: 'operations', stop: () => closeServer(app) })
  await listen(app, { host: context.config.HOST, port, setting: 'STET_METRICS_PORT' })
}

/** `stet serve`: the API and the desk. */
export async function serve(config: Config): Promise<number> {
  const credentials = configuredCredentials(config)
  const databaseUrl = needsServers(config)
  const logger = createLogger(config.LOG_LEVEL ?? 'info')
  return runUntilStopped(logger, config.launchedByNpm, async (running) => {
    const context = open(config, logger, databaseUrl, running)
    const decisions = listenForDecisions(databaseUrl, (err) =>
      logger.warn({ err }, 'not listening for decisions'),
    )
    running.parts.push({ name: 'decisions', stop: decisions.close })
    if (config.STET_METRICS_PORT !== undefined)
      await addOperations(context, config.STET_METRICS_PORT, running)
    const app = await createApi(context, credentials, decisions)
    running.parts.push({ name: 'api', stop: () => closeServer(app) })
    const address = await listen(app, { host: config.HOST, port: config.PORT, setting: 'PORT' })
    logger.info({ address }, 'serving')
  })
}

/** `stet work`: the workers. */
export async function work(config: Config): Promise<number> {
  const databaseUrl = needsServers(config)
  const logger = createLogger(config.LOG_LEVEL ?? 'info')
  return runUntilStopped(logger, config.launchedByNpm, async (running) => {
    const context = open(config, logger, databaseUrl, running)
    await addOperations(context, config.STET_METRICS_PORT ?? workerMetricsPort, running)
    running.parts.push({ name: 'work', stop: (await startWork(context)).stop })
    logger.info('working')
  })
}

/** `stet migrate`: brings the schema up to date. */
export async function migrate(config: Config): Promise<number> {
  if (!config.DATABASE_URL)
    throw new UserError('DATABASE_URL must be set; stet start migrates its own database.')
  const db = openDatabase(config.DATABASE_URL, () => undefined)
  try {
    const done = await migrateToLatestOrThrow(db)
    process.stderr.write(done.length === 0 ? 'The schema is up to date.\n' : `Migrated: ${done.join(', ')}\n`)
    return 0
  } finally {
    await db.destroy()
  }
}
