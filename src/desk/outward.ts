import type { Outward } from '../store/outbox.js'
import type { DeskParts } from './parts.js'

// Long enough to see that it was the wrong key, short enough that no site waits for its verdict.
export const silentUndoMs = 5_000

/** How a moderator's decision is told outside: late enough that it can be undone before. */
export const outwardOf = ({ endpoint, undoMs }: DeskParts): Outward => ({ endpoint, delayMs: undoMs })

/** Puts the reports of committed decisions on the queue, for when they are due. */
export async function sendLater(
  { queues, logger, undoMs }: DeskParts,
  reportIds: readonly string[],
): Promise<void> {
  const jobs = reportIds.map((report) => ({ report, attempt: 0 }))
  if (jobs.length === 0) return
  await queues
    .addReports(jobs, undoMs)
    .catch((err: unknown) => logger.warn({ err }, 'reports not enqueued: the sweep will'))
}
