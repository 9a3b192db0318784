import type { Job } from 'bullmq'
import { z } from 'zod'
import { type Backend, openQueue, withDeadline } from './backend.js'

// Payloads are ids: texts stay in PostgreSQL.
export const commentJobSchema = z.object({ uid: z.string(), revision: z.int(), again: z.string().optional() })
export type CommentJob = z.infer<typeof commentJobSchema>

export const reportJobSchema = z.object({ report: z.string(), attempt: z.int() })
export type ReportJob = z.infer<typeof reportJobSchema>

export const commentQueueName = 'comments'
export const reportQueueName = 'reports'

export type FailedJob = { queue: string; id: string; data: unknown; reason: string; failedAt: Date | null }

export type Queues = {
  addComments: (jobs: CommentJob[]) => Promise<void>
  addReports: (jobs: ReportJob[]) => Promise<void>
  /** Jobs that wait or run, all states that end by themselves. */
  depth: (queue: 'comments' | 'reports') => Promise<number>
  failed: () => Promise<FailedJob[]>
  /** Runs dead jobs again; all of them when no ids are given. Answers how many. */
  replay: (ids: string[]) => Promise<number>
  answers: () => Promise<boolean>
  close: () => Promise<void>
}

// A job id may not be all digits nor hold a colon. `again` sets a re-score apart from the first judgement.
const commentJobId = ({ uid, revision, again }: CommentJob) =>
  again === undefined ? `c-${uid}-${revision}` : `c-${uid}-${revision}-${again}`
const reportJobId = ({ report, attempt }: ReportJob) => `${report}-${attempt}`

// Long enough for a slow Redis, short enough that an intake request is still answered.
const addDeadlineMs = 2_000
const waiting = ['waiting', 'active', 'delayed', 'prioritized'] as const

async function inTime<T>(work: Promise<T>): Promise<T> {
  if (!(await withDeadline(work, addDeadlineMs))) throw new Error('the queue did not answer in time')
  return work
}

const describeFailed = (queue: string) => (job: Job) => ({
  queue,
  id: String(job.id),
  data: job.data,
  reason: job.failedReason ?? '',
  failedAt: job.finishedOn ? new Date(job.finishedOn) : null,
})

/** Opens both queues' producing side. */
export function openQueues(backend: Backend, onError: (error: Error) => void): Queues {
  const comments = openQueue<CommentJob>(commentQueueName, backend, onError)
  const reports = openQueue<ReportJob>(reportQueueName, backend, onError)
  const all = [comments.queue, reports.queue]
  return {
    addComments: async (jobs) => {
      await inTime(
        comments.queue.addBulk(
          jobs.map((data) => ({ name: 'judge', data, opts: { jobId: commentJobId(data) } })),
        ),
      )
    },
    addReports: async (jobs) => {
      await inTime(
        reports.queue.addBulk(
          jobs.map((data) => ({ name: 'deliver', data, opts: { jobId: reportJobId(data) } })),
        ),
      )
    },
    depth: async (name) => {
      const counts = await inTime((name === 'comments' ? comments : reports).queue.getJobCounts(...waiting))
      return Object.values(counts).reduce((sum, count) => sum + count, 0)
    },
    failed: async () => {
      const lists = await Promise.all(all.map((queue) => queue.getFailed(0, 9_999)))
      return lists.flatMap((jobs, index) => jobs.map(describeFailed(all[index]?.name ?? '')))
    },
    replay: (ids) => replay(all, ids),
    answers: async () => {
      // Readiness only asks whether: whoever uses the queue meets the error itself.
      const counts = await Promise.allSettled(all.map((queue) => inTime(queue.getJobCounts('active'))))
      return counts.every((result) => result.status === 'fulfilled')
    },
    close: async () => {
      await Promise.all([comments.close(), reports.close()])
    },
  }
}

async function replay(
  queues: { getFailed: (start: number, end: number) => Promise<Job[]> }[],
  ids: string[],
) {
  const lists = await Promise.all(queues.map((queue) => queue.getFailed(0, 9_999)))
  const chosen = lists.flat().filter((job) => ids.length === 0 || ids.includes(String(job.id)))
  for (const job of chosen) await job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true })
  return chosen.length
}
