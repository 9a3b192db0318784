import type { Config } from '../config.js'
import { type Context, closeContext, openContext } from '../context.js'
import { UserError } from '../domain/errors.js'
import { createLogger } from '../logger.js'
import { runningEmbeddedPostgres } from '../store/embedded/start.js'

/**
 * Does something beside a Stet that runs: on the servers that are set, or on the database of the Stet that runs on the
 * data folder. @throws {UserError} when there is neither.
 */
export async function besideStet<T>(config: Config, work: (context: Context) => Promise<T>): Promise<T> {
  const url = config.DATABASE_URL ?? (await runningEmbeddedPostgres(config.STET_DATA_DIR))
  if (url === undefined)
    throw new UserError(
      `No Stet runs on ${config.STET_DATA_DIR}: start it, or set DATABASE_URL and REDIS_URL.`,
    )
  const context = openContext(config, createLogger(config.LOG_LEVEL ?? 'error'), url)
  try {
    return await work(context)
  } finally {
    await closeContext(context)
  }
}
