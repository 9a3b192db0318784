import type { Config } from '../config.js'
import { closeContext, openContext } from '../context.js'
import { UserError } from '../domain/errors.js'
import { createLogger } from '../logger.js'
import { runningEmbeddedPostgres } from '../store/embedded/start.js'
import { failedReports, replayReports } from '../store/reports.js'

/** `stet jobs failed|replay`: dead jobs and given-up reports, a JSON line each, or tried again. */
export async function jobs(config: Config, [action, ...ids]: string[]): Promise<number> {
  if (action !== 'failed' && action !== 'replay')
    throw new UserError('Use: stet jobs failed, or stet jobs replay [ID …]')
  const url = config.DATABASE_URL ?? (await runningEmbeddedPostgres(config.STET_DATA_DIR))
  if (url === undefined)
    throw new UserError(
      `No Stet runs on ${config.STET_DATA_DIR}: start it, or set DATABASE_URL and REDIS_URL.`,
    )
  const context = openContext(config, createLogger(config.LOG_LEVEL ?? 'error'), url)
  try {
    if (action === 'failed') {
      const reports = (await failedReports(context.db)).map((report) => ({ queue: 'reports', ...report }))
      for (const line of [...(await context.queues.failed()), ...reports])
        process.stdout.write(`${JSON.stringify(line)}\n`)
    } else {
      const count = (await context.queues.replay(ids)) + (await replayReports(context.db, ids))
      process.stderr.write(`${count} will be tried again.\n`)
    }
    return 0
  } finally {
    await closeContext(context)
  }
}
