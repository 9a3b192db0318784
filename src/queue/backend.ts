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

/** Opens the producing side. */
export function openQueue<Data>(name: string, backend: Backend, onError: OnError): OpenQueue<Data> {
  const options = { prefix, defaultJobOptions: jobOptions }
  if (backend.kind === 'postgres') {
    const connection = postgresConnection(backend.url)
    const queue = new Queue(name, { ...options, connection }, createPostgresBackend) as unknown as Queue<Data>
    queue.on('error', onError)
    return { queue, isReachable: () => true, close: () => queue.close() }
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

/** Opens the consuming side, which takes nothing before `run`. `close` waits for the jobs in hand. */
export function openWorker<Data>(
  name: string,
  backend: Backend,
  concurrency: number,
  work: Processor<Data>,
  onError: OnError,
): OpenWorker {
  const options = { ...workerOptions, concurrency, autorun: false }
  if (backend.kind === 'postgres') {
    const connection = postgresConnection(backend.url)
    return opened(
      new Worker(
        name,
        work,
        { ...options, connection } as never,
        createPostgresBackend,
      ) as unknown as Worker<Data>,
      onError,
    )
  }
  // Workers wait for Redis for as long as it takes: null is what BullMQ asks for.
  const connection = new Redis(backend.url, { maxRetriesPerRequest: null })
  connection.on('error', onError)
  const worker = opened(new Worker<Data>(name, work, { ...options, connection } as WorkerOptions), onError)
  const close = async () => {
    await worker.close()
    connection.disconnect()
  }
  return { run: worker.run, close }
}

function opened<Data>(worker: Worker<Data>, onError: OnError): OpenWorker {
  worker.on('error', onError)
  const run = () => {
    worker.run().catch(onError)
  }
  const close = async () => {
    const done = await withDeadline(worker.close(), closeDeadlineMs)
    if (!done) await withDeadline(worker.close(true), closeDeadlineMs)
  }
  return { run, close }
}
