import { setImmediate } from 'node:timers/promises'
import { type BacktestResult, createBacktest, type PastDecision } from '../rules/backtest.js'
import type { TriedSet } from '../rules/backtest-trial.js'
import { type ListTexts, listTextsOf } from '../rules/found-lists.js'
import { sourceOf } from '../rules/version.js'
import type { Database } from '../store/database.js'
import { pastDecisions, spanOfPast } from '../store/past-decisions.js'
import { versionOfHash } from '../store/rule-versions.js'

export type BacktestRequest = {
  site: string
  tried: TriedSet
  /** The set to compare with; undefined for what was decided at the time. */
  against: TriedSet | undefined
  since: Date
  /** How many decisions are tried at most: of more, a sample. */
  most: number
  secondsPerItem: number
  onProgress: (done: number, of: number) => void
}

/** `of`: how many decisions there are since then, of which `decisions` were tried. */
export type BacktestAnswer = BacktestResult & { of: number }

// Whoever shares the event loop gets a turn after so long.
const turnMs = 10

/** The lists of the sets that decided, read when their first decision comes by. */
function listsOfSets(db: Database) {
  const known = new Map<string, ListTexts | undefined>()
  return async ({ rules }: PastDecision): Promise<ListTexts | undefined> => {
    if (rules === null) return undefined
    if (!known.has(rules)) {
      const version = await versionOfHash(db, rules)
      known.set(rules, version && listTextsOf(sourceOf(version)))
    }
    return known.get(rules)
  }
}

const asksText = (set: TriedSet | undefined) => (set?.ruleSet.questions.length ?? 0) > 0

/**
 * Replays what was decided under another rule set. The desk's API and the command line answer the same, so it is here, where
 * both reach it; it keeps no more than a batch of decisions in memory.
 */
export async function runBacktest(db: Database, request: BacktestRequest): Promise<BacktestAnswer> {
  const { site, since, most, tried, against, secondsPerItem, onProgress } = request
  const { from, of } = await spanOfPast(db, { site, since })
  const share = Math.min(1, most / Math.max(1, of))
  const filter = { site, since, share, withText: asksText(tried) || asksText(against) }
  const backtest = createBacktest({ tried, against, now: new Date(), secondsPerItem, share })
  const listsThen = listsOfSets(db)
  let done = 0
  let turn = performance.now()
  onProgress(0, Math.min(of, most))
  for await (const rows of pastDecisions(db, filter, from)) {
    for (const row of rows) {
      backtest.add(row, await listsThen(row))
      if (performance.now() - turn < turnMs) continue
      await setImmediate()
      turn = performance.now()
    }
    done += rows.length
    onProgress(done, Math.max(done, Math.min(of, most)))
  }
  onProgress(done, done)
  return { ...backtest.result(), of }
}
