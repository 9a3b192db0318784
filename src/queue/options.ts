import type { DefaultJobOptions, WorkerOptions } from 'bullmq'

// A hash tag, so that a queue's keys stay in one slot of a Redis cluster.
export const prefix = '{stet}'

export const jobOptions: DefaultJobOptions = {
  // Only for trouble around a job (the database away, say): what a comment lacks is held, not tried again.
  attempts: 5,
  backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
  // PostgreSQL is the record: a job that is done has nothing left to say, and its id must be free again.
  removeOnComplete: true,
  // Dead jobs are kept until someone replays them, and bounded, because Redis is memory (about 2 kB a job).
  removeOnFail: { count: 10_000 },
}

export const workerOptions: Omit<WorkerOptions, 'connection' | 'concurrency'> = {
  prefix,
  // A killed worker's jobs are taken over after at most 15 s + 5 s. Inference runs in other processes, so nothing here
  // blocks the event loop for long enough to lose a lock that is alive.
  lockDuration: 15_000,
  stalledInterval: 5_000,
  // A deploy may kill workers many times over: a stall says nothing against the job.
  maxStalledCount: 20,
  // But a job that was begun this often kills its worker, and must not kill all others.
  maxStartedAttempts: 25,
}
