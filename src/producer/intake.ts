import type { CommentInput } from '../domain/comment.js'
import type { FieldError } from '../domain/errors.js'
import { Problem } from '../http/problems.js'
import type { Logger } from '../logger.js'
import type { Queues } from '../queue/queues.js'
import { type Accepted, acceptComment } from '../store/accept.js'
import type { Database } from '../store/database.js'
import type { DecisionListener } from '../store/notify.js'

export type IntakeParts = {
  db: Database
  queues: Queues
  decisions: DecisionListener
  logger: Logger
  /** The site that the key belongs to. */
  site: string
  editWindowMs: number
  queueMax: number
  endpoint: string | undefined
}

/** What taking comments in needs, without a request that waits for an answer. */
export type TakeInParts = Omit<IntakeParts, 'decisions' | 'endpoint'>

/** What a comment may be told instead of a place in the queue. */
const refusals = {
  erased: {
    title: 'The comment cannot be changed',
    error: { pointer: '/id', detail: 'The id was used by a comment that has been erased.' },
  },
  closed: {
    title: 'The comment cannot be changed',
    error: { pointer: '/id', detail: 'The time in which this comment could be edited is over.' },
  },
  articleClosed: {
    title: 'The article is closed',
    error: { pointer: '/article/id', detail: 'The article takes no new comments.' },
  },
} as const

/** Why a comment was not taken, and where in it. */
export function refusalOf({ kind }: { kind: keyof typeof refusals }): {
  title: string
  errors: FieldError[]
} {
  const { title, error } = refusals[kind]
  return { title, errors: [error] }
}

// The depth changes slowly against this, and asking at each request would cost more than the answer is worth.
const depthAgeMs = 1_000

/** A function that throws 503 while too many comments wait to be judged. */
export function createGate({ queues, queueMax, logger }: TakeInParts): () => Promise<void> {
  let askedAt = 0
  let depth = 0
  const ask = async () => {
    try {
      depth = await queues.depth('comments')
    } catch (err) {
      // PostgreSQL keeps what comes while the queue is away: that is no reason to refuse it.
      logger.warn({ err }, 'the queue could not tell its depth')
      depth = 0
    }
  }
  return async () => {
    if (Date.now() - askedAt > depthAgeMs) {
      askedAt = Date.now()
      await ask()
    }
    if (depth < queueMax) return
    throw new Problem(503, 'Too many comments are waiting', {
      detail: 'Nothing of this request was stored: send it again.',
      retryAfterSeconds: 10,
    })
  }
}

async function enqueue(parts: TakeInParts, accepted: readonly Accepted[]): Promise<void> {
  const jobs = accepted.flatMap((one) =>
    one.kind === 'created' || one.kind === 'revised'
      ? [{ uid: one.comment.uid, revision: one.comment.revision }]
      : [],
  )
  try {
    if (jobs.length > 0) await parts.queues.addComments(jobs)
  } catch (err) {
    parts.logger.warn({ err, comments: jobs.length }, 'stored, but not enqueued: the sweep will')
  }
}

// A commit waits for the disk and not for other commits. Fewer than the pool has, so that other requests get through.
const lanes = 6

/** The positions of the inputs by comment: versions of one must be stored in their order, others need not wait. */
function positionsById(inputs: readonly CommentInput[]): number[][] {
  const positions = new Map<string, number[]>()
  inputs.forEach(({ id }, index) => {
    positions.set(id, [...(positions.get(id) ?? []), index])
  })
  return [...positions.values()]
}

async function acceptAll(
  parts: TakeInParts,
  inputs: readonly CommentInput[],
  accepted: Accepted[],
): Promise<void> {
  const groups = positionsById(inputs).values()
  const lane = async () => {
    for (const group of groups)
      for (const index of group) {
        const input = inputs[index]
        if (input) accepted[index] = await acceptComment(parts.db, parts.site, input, parts.editWindowMs)
      }
  }
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

/** Stores comments, then enqueues what has to be judged; rows first, for they are the truth. In the inputs' order. */
export async function takeIn(parts: TakeInParts, inputs: readonly CommentInput[]): Promise<Accepted[]> {
  const accepted: Accepted[] = []
  try {
    await acceptAll(parts, inputs, accepted)
  } finally {
    // What was stored before a failure need not wait for the sweep.
    await enqueue(
      parts,
      accepted.filter((one) => one !== undefined),
    )
  }
  return accepted
}
