import { createApi } from '../api.js'
import type { Config } from '../config.js'
import { closeContext, openContext, site } from '../context.js'
import { firstLink } from '../desk/sign-in/invite.js'
import { createLogger, type Logger } from '../logger.js'
import { startEmbeddedPostgres } from '../store/embedded/start.js'
import { migrateToLatestOrThrow } from '../store/migrate.js'
import { listenForDecisions } from '../store/notify.js'
import { startWork } from '../work.js'
import { banner } from './banner.js'
import { playDemo } from './demo.js'
import { embeddedCredentials } from './keys.js'
import { closeServer, listen } from './listen.js'
import { type Part, type Running, runUntilStopped } from './run.js'
import { addOperations } from './serve.js'

const say = (line: string) => process.stderr.write(`${line}\n`)

async function databaseUrl(config: Config, parts: Part[]): Promise<string> {
  if (config.DATABASE_URL) return config.DATABASE_URL
  const onDeath = () => {
    say('PostgreSQL has ended. Its log is in the data folder.')
    process.exit(1)
  }
  const postgres = await startEmbeddedPostgres({ dataDir: config.STET_DATA_DIR, log: say, onDeath })
  parts.push({ name: 'postgres', stop: postgres.stop })
  return postgres.url
}

async function bringUp(config: Config, logger: Logger, demo: boolean, running: Running) {
  const { parts, stopping } = running
  const url = await databaseUrl(config, parts)
  stopping.throwIfAborted()
  const context = openContext(config, logger, url)
  parts.push({ name: 'context', stop: () => closeContext(context) })
  await migrateToLatestOrThrow(context.db)
  stopping.throwIfAborted()
  const { credentials, made, keep } = await embeddedCredentials(config, context.db)
  const decisions = listenForDecisions(url, (err) => logger.warn({ err }, 'not listening for decisions'))
  parts.push({ name: 'decisions', stop: decisions.close })
  const work = await startWork(context)
  parts.push({ name: 'work', stop: work.stop })
  // Whoever reads that Stet is ready may ask /readyz at once.
  await work.settled
  stopping.throwIfAborted()
  if (config.STET_METRICS_PORT !== undefined) await addOperations(context, config.STET_METRICS_PORT, running)
  const app = await createApi(context, credentials, decisions)
  // The intake is what stops first: it was started last.
  parts.push({ name: 'api', stop: () => closeServer(app) })
  const address = await listen(app, { host: config.HOST, port: config.PORT, setting: 'PORT' })
  const doer = { site, actor: 'command-line', via: 'stet start' }
  const first = await firstLink(context.db, doer, config.STET_URL ?? address)
  say(banner(address, made, first))
  // After they were shown: a start that dies before it could show them makes new ones next time.
  await keep()
  if (demo) await playDemo(context, address, made, stopping)
}

/** `stet start`: everything in one process. Answers the exit code. */
export async function start(config: Config, demo: boolean): Promise<number> {
  const logger = createLogger(config.LOG_LEVEL ?? 'warn')
  return runUntilStopped(logger, config.launchedByNpm, (running) => bringUp(config, logger, demo, running))
}
