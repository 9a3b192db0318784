import { createPostgresBackend, type Job, Queue, Worker, type WorkerOptions } from 'bullmq'
import { Redis } from 'ioredis'
import { jobOptions, prefix, workerOptions } from './options.js'

/** What the queue stands on: Redis, or the PostgreSQL of the embedded default. */
export type Backend = { kind: 'redis'; url: string } | { kind: 'postgres'; url: string }

export type Processor<Data> = (job: Job<Data>) => Promise<void>
type OnError = (error: Error) => void

export type OpenQueue<Data> = {
  queue: Queue<Data>
  /** False while its server is known to be away: a command would only wait. */
  isReachable: () => boolean
  close: () => Promise<void>
}
export type OpenWorker = { run: () => void; close: () => Promise<void> }

const closeDeadlineMs = 10_000

/** Resolves when the work is done or the deadline has passed: BullMQ waits for ever for a Redis that never came. */
export async function withDeadline(work: Promise<unknown>, deadlineMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, deadlineMs, false)
  })
  try {
    return await Promise.race([work.then(() => true), late])
  } finally {
    clearTimeout(timer)
  }
}

function postgresConnection(url: string) {
  return { connectionString: url, migrate: true, max: 4 }
}

/** Passes errors on until told not to: BullMQ's connections may outlive its closing, and the embedded server ends soon after. */
function untilClosed(onError: OnError): { hear: OnError; deafen: () => void } {
  let closed = false
  const hear = (error: Error) => {
    if (!closed) onError(error)
  }
  const deafen = () => {
    closed = true
  }
  return { hear, deafen }
}

/** Opens the producing side. */
export function openQueue<Data>(name: string, backend: Backend, onError: OnError): OpenQueue<Data> {
  const options = { prefix, defaultJobOptions: jobOptions }
  if (backend.kind === 'postgres') {
    const connection = postgresConnection(backend.url)
    const queue = new Queue(name, { ...options, connection }, createPostgresBackend) as unknown as Queue<Data>
    const { hear, deafen } = untilClosed(onError)
    queue.on('error', hear)
    return { queue, isReachable: () => true, close: () => queue.close().then(deafen) }
  }
  // Commands wait in line while Redis is away, because BullMQ's first ones must not fail: it would never try them again.
  // Later ones ask `isReachable` and do not join the line.
  const connection = new Redis(backend.url, { maxRetriesPerRequest: null })
  connection.on('error', onError)
  const queue = new Queue<Data>(name, { ...options, connection, skipWaitingForReady: true }) as Queue<Data>
  queue.on('error', onError)
  const close = async () => {
    await withDeadline(queue.close(), closeDeadlineMs)
    connection.disconnect()
  }
  return { queue, isReachable: () => !['reconnecting', 'close', 'end'].includes(connection.status), close }
}

/**
 * Opens the consuming side, which takes nothing before `run`. `close` waits for the jobs in hand; `onError` also hears of
 * each try that failed.
 */
export function openWorker<Data>(
  name: string,
  backend: Backend,
  concurrency: number,
  work: Processor<Data>,
  onError: OnError,
): OpenWorker {
  const options = { ...workerOptions, concurrency, autorun: false }
  const hands = inHand(work)
  if (backend.kind === 'postgres') {
    const connection = postgresConnection(backend.url)
    const settings = { ...options, connection } as never
    const worker = new Worker(name, hands.work, settings, createPostgresBackend)
    return opened(worker as unknown as Worker<Data>, onError, () => worker.close())
  }
  // Workers wait for Redis for as long as it takes: null is what BullMQ asks for.
  const connection = new Redis(backend.url, { maxRetriesPerRequest: null })
  connection.on('error', onError)
  const worker = new Worker<Data>(name, hands.work, { ...options, connection } as WorkerOptions)
  const close = async () => {
    // With Redis away BullMQ would wait for it to hear of the last jobs; what they wrote to PostgreSQL is what counts.
    if (connection.status !== 'ready') await hands.empty()
    await worker.close(connection.status !== 'ready')
  }
  const end = () => connection.disconnect()
  return opened(worker, onError, close, end)
}

/** The processor, and when what it has begun is done. */
function inHand<Data>(work: Processor<Data>) {
  const running = new Set<Promise<void>>()
  const tracked: Processor<Data> = async (job) => {
    const run = work(job)
    running.add(run)
    await run.finally(() => running.delete(run))
  }
  return { work: tracked, empty: () => Promise.allSettled(running) }
}

function opened<Data>(
  worker: Worker<Data>,
  onError: OnError,
  close: () => Promise<unknown>,
  end: () => void = () => undefined,
): OpenWorker {
  const { hear, deafen } = untilClosed(onError)
  worker.on('error', hear)
  worker.on('failed', (job, cause) =>
    hear(new Error(`try ${job?.attemptsMade} of job ${job?.id} failed`, { cause })),
  )
  return {
    run: () => {
      worker.run().catch(hear)
    },
    close: async () => {
      if (!(await withDeadline(close(), closeDeadlineMs)))
        hear(new Error('jobs in hand did not end in time; they will be done again'))
      deafen()
      end()
    },
  }
}
