import type { Logger } from '../logger.js'
import type { Model } from '../model/model.js'
import type { Queues } from '../queue/queues.js'
import { forgetLapsedModes } from '../store/article-modes.js'
import type { Database } from '../store/database.js'
import { forgetOldEvents } from '../store/events.js'
import { forgetOldFingerprints } from '../store/fingerprints.js'
import { forgetOldSignIns } from '../store/forget-sign-ins.js'
import { alone, findIncomplete, takeLostComments, takeLostReports } from '../store/sweep.js'
import { settleDead } from './dead.js'
import { guardRules } from './guards.js'
import type { JudgeParts } from './judge.js'
import type { Limits } from './limits.js'

export type SweepParts = {
  db: Database
  queues: Queues
  model: Model
  judgeParts: JudgeParts
  logger: Logger
  limits: Limits
}

// Often enough that a wiped queue is noticed within half a minute; the jitter keeps many workers from asking at once.
const everyMs = 4_000
const jitterMs = 2_000

async function requeue({ db, queues, logger }: SweepParts): Promise<void> {
  const comments = await takeLostComments(db)
  if (comments.length > 0) await queues.addComments(comments)
  const reports = await takeLostReports(db)
  if (reports.length > 0) await queues.addReports(reports)
  if (comments.length + reports.length > 0)
    logger.info({ comments: comments.length, reports: reports.length }, 'put on the queue again')
}

/** Comments that were held without scores are scored again once the model is back. */
async function rescore({ db, queues, model }: SweepParts): Promise<void> {
  const state = model.state()
  if (!state.ready) return
  const incomplete = await findIncomplete(db, state.since)
  if (incomplete.length > 0) await queues.addComments(incomplete)
}

/** One round: what was lost, what can be scored again, what died, what is too old, which rule runs wild. One process at a time does it. */
export async function sweepOnce(parts: SweepParts): Promise<void> {
  await alone(parts.db, async () => {
    await requeue(parts)
    await rescore(parts)
    await settleDead(parts)
    await forgetOldFingerprints(parts.db)
    await forgetOldEvents(parts.db)
    await forgetLapsedModes(parts.db)
    await forgetOldSignIns(parts.db)
    await guardRules(parts)
  })
}

/** Sweeps until stopped; a failed round is logged and the next one tries again. */
export function startSweep(parts: SweepParts): { stop: () => Promise<void> } {
  let timer: NodeJS.Timeout
  let stopped = false
  let round = Promise.resolve()
  const next = () => {
    timer = setTimeout(run, everyMs + Math.random() * jitterMs)
  }
  const run = () => {
    round = sweepOnce(parts)
      .catch((err: unknown) => parts.logger.error({ err }, 'a sweep failed'))
      .then(() => (stopped ? undefined : next()))
  }
  run()
  const stop = async () => {
    stopped = true
    clearTimeout(timer)
    await round
  }
  return { stop }
}
