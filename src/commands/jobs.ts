import type { Config } from '../config.js'
import type { Context } from '../context.js'
import { UserError } from '../domain/errors.js'
import { failedReports, replayReports } from '../store/reports.js'
import { besideStet } from './beside.js'

async function listFailed({ db, queues }: Context): Promise<void> {
  const reports = (await failedReports(db)).map((report) => ({ queue: 'reports', ...report }))
  for (const line of [...(await queues.failed()), ...reports])
    process.stdout.write(`${JSON.stringify(line)}\n`)
}

async function replay({ db, queues }: Context, ids: string[]): Promise<void> {
  const count = (await queues.replay(ids)) + (await replayReports(db, ids))
  process.stderr.write(`${count} will be tried again.\n`)
}

/** `stet jobs failed|replay`: dead jobs and given-up reports, a JSON line each, or tried again. */
export async function jobs(config: Config, [action, ...ids]: string[]): Promise<number> {
  if (action !== 'failed' && action !== 'replay')
    throw new UserError('Use: stet jobs failed, or stet jobs replay [ID …]')
  await besideStet(config, (context) => (action === 'failed' ? listFailed(context) : replay(context, ids)))
  return 0
}
