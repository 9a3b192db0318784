import type { Logger } from '../logger.js'
import { commentJobSchema, type FailedJob, type Queues, reportJobSchema } from '../queue/queues.js'
import type { Database } from '../store/database.js'
import { stillPending, stillUnsent } from '../store/sweep.js'
import { holdUnjudged, type JudgeJob, type JudgeParts } from './judge.js'

/** The reason with which a job dies that could not be done because the database was away. */
export const databaseAway = 'the database does not answer'

type DeadParts = { db: Database; queues: Queues; judgeParts: JudgeParts; logger: Logger }

// BullMQ's words for a job that was begun too often without ever ending: whoever takes it dies of it.
const killedItsWorkers = /^job (stalled|started) more than/
// A dead job runs again no oftener than this: what it died of may last.
const pauseMs = 20_000

const rested = ({ failedAt }: FailedJob) => failedAt === null || Date.now() - failedAt.getTime() > pauseMs

async function hold({ judgeParts, logger }: DeadParts, job: JudgeJob): Promise<void> {
  // One that cannot be held must not keep the others from it.
  await holdUnjudged(judgeParts, job).catch((err: unknown) =>
    logger.error({ err, comment: job.uid }, 'a comment whose job is dead could not be held'),
  )
}

/** Comments still undecided are held if their job kills workers, and tried again if it died of something else. */
async function settleComments(parts: DeadParts, dead: FailedJob[]): Promise<string[]> {
  const jobs = dead.flatMap(({ id, data, reason }) => {
    const job = commentJobSchema.safeParse(data).data
    return job ? [{ id, reason, job }] : []
  })
  const pending = await stillPending(parts.db, [...new Set(jobs.map(({ job }) => job.uid))])
  const undecided = jobs.filter(({ job }) =>
    pending.some(({ uid, revision }) => job.uid === uid && job.revision === revision),
  )
  for (const { job, reason } of undecided) if (killedItsWorkers.test(reason)) await hold(parts, job)
  const again = jobs.filter(({ job, reason }) => job.again !== undefined && reason === databaseAway)
  return [...undecided.filter(({ reason }) => !killedItsWorkers.test(reason)), ...again].map(({ id }) => id)
}

async function settleReports({ db }: DeadParts, dead: FailedJob[]): Promise<string[]> {
  const jobs = dead.flatMap(({ id, data, reason }) => {
    const job = reportJobSchema.safeParse(data).data
    return job && !killedItsWorkers.test(reason) ? [{ id, job }] : []
  })
  const unsent = await stillUnsent(
    db,
    jobs.map(({ job }) => job.report),
  )
  return jobs
    .filter(({ job }) =>
      unsent.some(({ report, attempt }) => job.report === report && job.attempt === attempt),
    )
    .map(({ id }) => id)
}

/**
 * Looks through the dead jobs, which the queue keeps: as long as one is there, no other for the same comment or report can
 * take its place. So whatever one of them has left undone is done here.
 */
export async function settleDead(parts: DeadParts): Promise<void> {
  const dead = (await parts.queues.failed()).filter(rested)
  if (dead.length === 0) return
  const of = (queue: string) => dead.filter((job) => job.queue === queue)
  const ids = [
    ...(await settleComments(parts, of('comments'))),
    ...(await settleReports(parts, of('reports'))),
  ]
  // No ids at all would mean every dead job.
  if (ids.length === 0) return
  await parts.queues.replay(ids)
  parts.logger.info({ jobs: ids.length }, 'dead jobs run again')
}
