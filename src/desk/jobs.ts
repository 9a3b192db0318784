import { deskPrincipal } from '../http/access.js'
import type { Server } from '../http/server.js'
import { commentJobSchema, type FailedJob as DeadJob, reportJobSchema } from '../queue/queues.js'
import { recordAudit } from '../store/audit.js'
import { commentsBehind, latestFailedReports } from '../store/failed.js'
import { replayReports } from '../store/reports.js'
import type { DeskParts } from './parts.js'
import { type FailedJob, failedJobsSchema, replayAnswerSchema, replayBodySchema } from './schemas/health.js'

const tags = ['desk']
// As many of each as a person looks through; the rest shows when these are mended.
const mostShown = 250

/** What a dead job is about, as the queue names it: our number of a comment, or a report. */
const keyOf = ({ data }: DeadJob) =>
  commentJobSchema.safeParse(data).data?.uid ?? reportJobSchema.safeParse(data).data?.report

async function deadJobs({ db, queues }: DeskParts): Promise<FailedJob[]> {
  const dead = (await queues.failed())
    .sort((a, b) => (b.failedAt?.getTime() ?? 0) - (a.failedAt?.getTime() ?? 0))
    .slice(0, mostShown)
  const keys = dead.flatMap((job) => keyOf(job) ?? [])
  const isUid = (key: string) => /^\d+$/.test(key)
  const comments = await commentsBehind(
    db,
    keys.filter(isUid),
    keys.filter((key) => !isUid(key)),
  )
  return dead.map((job) => ({
    kind: 'job',
    queue: job.queue,
    id: job.id,
    comment: comments.get(keyOf(job) ?? '') ?? null,
    reason: job.reason,
    at: job.failedAt?.toISOString() ?? null,
  }))
}

function addFailed(app: Server, parts: DeskParts): void {
  const schema = {
    tags,
    summary: 'What gave up',
    description:
      'Jobs that failed at every attempt, and reports that were never taken; the latest 250 of each.',
    response: { 200: failedJobsSchema },
  }
  app.get('/v1/jobs/failed', { config: { access: 'admin' }, schema }, async () => {
    const reports = (await latestFailedReports(parts.db, parts.site, mostShown)).map(
      ({ at, ...report }): FailedJob => ({
        kind: 'report',
        queue: 'reports',
        at: at.toISOString(),
        ...report,
      }),
    )
    return { items: [...(await deadJobs(parts)), ...reports] }
  })
}

function addReplay(app: Server, { db, queues, site }: DeskParts): void {
  const schema = {
    tags,
    summary: 'Try again what gave up',
    description:
      'Jobs and reports by their ids, as `GET /v1/jobs/failed` has them; what is not failed is passed over.',
    body: replayBodySchema,
    response: { 200: replayAnswerSchema },
  }
  app.post('/v1/jobs/replay', { config: { access: 'admin' }, schema }, async (request) => {
    const { name, via } = deskPrincipal(request)
    const { ids } = request.body
    // Written down first: the queue is not part of a transaction, and a try that was made must not be missing in the record.
    await recordAudit(db, { site, actor: name, via, action: 'replay-jobs', subject: 'jobs', detail: { ids } })
    const reports = await replayReports(db, ids)
    return { replayed: reports + (await queues.replay(ids)) }
  })
}

/** What gave up, and trying it again. */
export function addJobs(app: Server, parts: DeskParts): void {
  addFailed(app, parts)
  addReplay(app, parts)
}
