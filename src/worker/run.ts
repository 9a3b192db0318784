import { randomUUID } from 'node:crypto'
import type { Model } from '../model/model.js'
import type { Backend } from '../queue/backend.js'
import { openWorker } from '../queue/backend.js'
import { commentJobSchema, commentQueueName } from '../queue/queues.js'
import { evaluate } from '../rules/evaluate.js'
import { databaseAnswers } from '../store/database.js'
import type { NewVersion } from '../store/rule-versions.js'
import { beat, leave } from '../store/workers.js'
import { databaseAway } from './dead.js'
import { holdUnjudged, type JudgeJob, type JudgeParts, judge, type Rules } from './judge.js'
import { followLimits, type Limits } from './limits.js'
import { followRules, type RulesInForce } from './rules-in-force.js'
import { type SweepParts, startSweep } from './sweep.js'

const beatMs = 2_000
// While one comment is with the model, the next ones read their circumstances and write their decisions.
const jobsPerProcess = 4

function startBeat(parts: JudgingParts, rules: RulesInForce) {
  const id = randomUUID()
  const say = async () => {
    const state = parts.model.state()
    const model = state.ready
      ? { ready: true, version: state.version, detail: null }
      : { ready: false, version: null, detail: state.detail }
    await beat(parts.db, id, model, rules.state())
  }
  const log = (err: unknown) => parts.logger.warn({ err }, 'a worker could not say that it lives')
  let saying = say().catch(log)
  const now = () => {
    saying = saying.then(say).catch(log)
    return saying
  }
  const timer = setInterval(now, beatMs)
  const stop = async () => {
    clearInterval(timer)
    await saying
    await leave(parts.db, id).catch(log)
  }
  return { stop, now }
}

type JudgingParts = Omit<JudgeParts, 'rules'> & {
  queues: SweepParts['queues']
  model: Model
  backend: Backend
  processes: number
  /** The set of STET_RULES, which is in force until another is applied. */
  file: NewVersion
}

async function rulesOf(inForce: RulesInForce, limits: Limits): Promise<Rules> {
  const ruleSet = await inForce.current()
  return {
    hash: ruleSet.hash,
    overLimit: await limits.overLimit(ruleSet),
    evaluate: (readings, circumstances) => evaluate(ruleSet, readings, circumstances),
  }
}

/** One try at one job. What fails for the last time is held; the job still fails, and is kept to be looked at. */
async function attempt(parts: JudgeParts, job: JudgeJob, lastTry: boolean): Promise<void> {
  try {
    await judge(parts, job, lastTry)
  } catch (error) {
    parts.onFailure('job')
    if (!lastTry) throw error
    // The comment is not at fault: the sweep lets the job run again when the database is back.
    if (!(await databaseAnswers(parts.db))) throw new Error(databaseAway, { cause: error })
    // What is judged again is held already.
    if (job.again === undefined)
      await holdUnjudged(parts, job).catch((err: unknown) =>
        parts.logger.error({ err, comment: job.uid }, 'could not be held: the sweep will try'),
      )
    throw error
  }
}

/**
 * Takes comments from the queue and judges them until stopped; stopping lets the jobs in hand end. `settled` resolves once
 * the worker knows its rules and has said so, or has failed in that for the first time.
 */
export function startJudging(parts: JudgingParts): { settled: Promise<void>; stop: () => Promise<void> } {
  const { logger, db, queues, model, file } = parts
  const inForce = followRules({ db, logger, file, onChange: () => void heart.now() })
  const limits = followLimits(db)
  const judgeParts: JudgeParts = { ...parts, rules: () => rulesOf(inForce, limits) }
  const worker = openWorker<unknown>(
    commentQueueName,
    parts.backend,
    parts.processes * jobsPerProcess,
    (job) =>
      attempt(judgeParts, commentJobSchema.parse(job.data), job.attemptsMade + 1 >= (job.opts.attempts ?? 1)),
    (err) => logger.error({ err }, 'the comment worker is in trouble'),
  )
  worker.run()
  const sweep = startSweep({ db, queues, model, judgeParts, logger, limits })
  const heart = startBeat(parts, inForce)
  return {
    // What failed is in the log already, and tried again every second.
    settled: inForce.current().then(heart.now, () => undefined),
    stop: async () => {
      await Promise.all([worker.close(), sweep.stop(), inForce.stop()])
      await heart.stop()
    },
  }
}
