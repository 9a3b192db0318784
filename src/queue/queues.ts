import type { Job, Queue } from 'bullmq'
import { z } from 'zod'
import { type Backend, type OpenQueue, openQueue, withDeadline } from './backend.js'

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
  /** Jobs that run `delayMs` from now; at once where nothing is said. */
  addReports: (jobs: ReportJob[], delayMs?: number) => Promise<void>
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
const answerDeadlineMs = 2_000
const waiting = ['waiting', 'active', 'delayed', 'prioritized'] as const

/** What the queue answers. @throws {Error} at once when its server is away, and after two seconds without an answer. */
async function ask<Data, T>(open: OpenQueue<Data>, question: (queue: Queue<Data>) => Promise<T>): Promise<T> {
  if (!open.isReachable()) throw new Error('the queue is away')
  const answer = question(open.queue)
  if (!(await withDeadline(answer, answerDeadlineMs))) throw new Error('the queue did not answer in time')
  return answer
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
  const all = [comments, reports] as OpenQueue<unknown>[]
  return {
    addComments: async (jobs) => {
      const entries = jobs.map((data) => ({ name: 'judge', data, opts: { jobId: commentJobId(data) } }))
      await ask(comments, (queue) => queue.addBulk(entries))
    },
    addReports: async (jobs, delay = 0) => {
      const entries = jobs.map((data) => ({
        name: 'deliver',
        data,
        opts: { jobId: reportJobId(data), delay },
      }))
      await ask(reports, (queue) => queue.addBulk(entries))
    },
    depth: async (name) => {
      const open = name === 'comments' ? comments : reports
      const counts = await ask(open as OpenQueue<unknown>, (queue) => queue.getJobCounts(...waiting))
      return Object.values(counts).reduce((sum, count) => sum + count, 0)
    },
    failed: async () => {
      const lists = await Promise.all(all.map(failedJobs))
      return lists.flatMap((jobs, index) => jobs.map(describeFailed(all[index]?.queue.name ?? '')))
    },
    replay: async (ids) => {
      const lists = await Promise.all(all.map(failedJobs))
      const chosen = lists.flat().filter((job) => ids.length === 0 || ids.includes(String(job.id)))
      for (const job of chosen)
        await job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true })
      return chosen.length
    },
    answers: async () => {
      // Readiness only asks whether: whoever uses the queue meets the error itself.
      const counts = await Promise.allSettled(
        all.map((open) => ask(open, (queue) => queue.getJobCounts('active'))),
      )
      return counts.every((result) => result.status === 'fulfilled')
    },
    close: async () => {
      await Promise.all([comments.close(), reports.close()])
    },
  }
}

const failedJobs = (open: OpenQueue<unknown>) => ask(open, (queue) => queue.getFailed(0, 9_999))
