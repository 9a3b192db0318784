import { checksOf, createApi } from '../api.js'
import type { Config } from '../config.js'
import { type Context, closeContext, openContext } from '../context.js'
import { UserError } from '../domain/errors.js'
import { addHealth, addMetrics } from '../http/health.js'
import { createServer } from '../http/server.js'
import { createLogger } from '../logger.js'
import { openDatabase } from '../store/database.js'
import { migrateToLatestOrThrow } from '../store/migrate.js'
import { listenForDecisions } from '../store/notify.js'
import { startWork } from '../work.js'
import { configuredCredentials } from './keys.js'
import { type Part, runUntilStopped } from './run.js'

const workerMetricsPort = 9_090

function needsServers(config: Config): string {
  if (!config.DATABASE_URL || !config.REDIS_URL)
    throw new UserError('DATABASE_URL and REDIS_URL must be set here; without them, use stet start.')
  return config.DATABASE_URL
}

function open(config: Config): Context {
  return openContext(config, createLogger(config.LOG_LEVEL ?? 'info'), needsServers(config))
}

async function addOperations(context: Context, port: number, parts: Part[]): Promise<void> {
  const app = await createServer(context.logger)
  addHealth(app, checksOf(context))
  addMetrics(app, context.metrics.registry)
  await app.listen({ host: context.config.HOST, port })
  parts.push({ name: 'operations', stop: () => app.close() })
}

/** `stet serve`: the API and the desk. */
export async function serve(config: Config): Promise<number> {
  const credentials = configuredCredentials(config)
  const context = open(config)
  const { logger } = context
  const parts: Part[] = [{ name: 'context', stop: () => closeContext(context) }]
  const decisions = listenForDecisions(context.databaseUrl, (err) =>
    logger.warn({ err }, 'not listening for decisions'),
  )
  parts.push({ name: 'decisions', stop: decisions.close })
  if (config.STET_METRICS_PORT !== undefined) await addOperations(context, config.STET_METRICS_PORT, parts)
  const app = await createApi(context, credentials, decisions)
  parts.push({ name: 'api', stop: () => app.close() })
  logger.info({ address: await app.listen({ host: config.HOST, port: config.PORT }) }, 'serving')
  return runUntilStopped(parts, logger, config.launchedByNpm)
}

/** `stet work`: the workers. */
export async function work(config: Config): Promise<number> {
  const context = open(config)
  const parts: Part[] = [{ name: 'context', stop: () => closeContext(context) }]
  await addOperations(context, config.STET_METRICS_PORT ?? workerMetricsPort, parts)
  const working = await startWork(context)
  parts.push({ name: 'work', stop: working.stop })
  context.logger.info('working')
  return runUntilStopped(parts, context.logger, config.launchedByNpm)
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
