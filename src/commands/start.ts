import { createApi } from '../api.js'
import type { Config } from '../config.js'
import { closeContext, openContext } from '../context.js'
import { UserError } from '../domain/errors.js'
import { createLogger } from '../logger.js'
import { startEmbeddedPostgres } from '../store/embedded/start.js'
import { migrateToLatestOrThrow } from '../store/migrate.js'
import { listenForDecisions } from '../store/notify.js'
import { startWork } from '../work.js'
import { playDemo } from './demo.js'
import { embeddedCredentials } from './keys.js'
import { type Part, runUntilStopped } from './run.js'

const say = (line: string) => process.stderr.write(`${line}\n`)

function banner(url: string, made: { site?: string; moderator?: string }): string {
  const key = made.site ?? 'YOUR_SITE_KEY'
  const body = `{"id":"c-1","body":"Well argued, thank you.","author":{"id":"a-1"},"article":{"id":"n-1"}}`
  return [
    '',
    `  Stet is ready at ${url}`,
    `  API docs         ${url}/docs`,
    `  Desk             ${url}/v1/queue`,
    ...(made.site ? [`  Site key         ${made.site}`] : []),
    ...(made.moderator ? [`  Moderator token  ${made.moderator}`] : []),
    ...(made.site || made.moderator ? ['  Keep them: they are shown this once.'] : []),
    '',
    '  Send a comment:',
    `  curl -s '${url}/v1/comments?wait=5000' -H 'authorization: Bearer ${key}' -H 'content-type: application/json' -d '${body}'`,
    '',
  ].join('\n')
}

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

async function bringUp(config: Config, parts: Part[], demo: boolean) {
  const logger = createLogger(config.LOG_LEVEL ?? 'warn')
  const url = await databaseUrl(config, parts)
  const context = openContext(config, logger, url)
  parts.push({ name: 'context', stop: () => closeContext(context) })
  await migrateToLatestOrThrow(context.db)
  const { credentials, made } = await embeddedCredentials(config, context.db)
  const decisions = listenForDecisions(url, (err) => logger.warn({ err }, 'not listening for decisions'))
  parts.push({ name: 'decisions', stop: decisions.close })
  const work = await startWork(context)
  parts.push({ name: 'work', stop: work.stop })
  const app = await createApi(context, credentials, decisions)
  // The intake is what stops first: it was started last.
  parts.push({ name: 'api', stop: () => app.close() })
  const address = await app
    .listen({ host: config.HOST, port: config.PORT })
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') throw error
      throw new UserError(
        `PORT ${config.PORT} is taken by another program: set PORT to a free one, or to 0 for any.`,
      )
    })
  say(banner(address, made))
  if (demo) await playDemo(context)
  return logger
}

/** `stet start`: everything in one process. Answers the exit code. */
export async function start(config: Config, demo: boolean): Promise<number> {
  const parts: Part[] = []
  try {
    const logger = await bringUp(config, parts, demo)
    return await runUntilStopped(parts, logger, config.launchedByNpm)
  } catch (error) {
    for (const part of parts.reverse()) await part.stop()
    throw error
  }
}
