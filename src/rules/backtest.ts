import type { Reason } from '../domain/decision.js'
import type { Normalised } from '../domain/normalise.js'
import type { Verdict } from '../domain/verdict.js'
import {
  type Change,
  createTally,
  type Example,
  type RuleChange,
  type SectionChange,
} from './backtest-tally.js'
import { createTrial, type TriedSet } from './backtest-trial.js'
import type { ListTexts } from './found-lists.js'
import { type StoredReceipt, textOf } from './replay.js'

/** A decision to be tried under another rule set. */
export type PastDecision = StoredReceipt & {
  id: string
  commentId: string
  verdict: Verdict
  reasons: readonly Reason[]
  /** What a moderator decided last on the same text; null when none did. */
  moderator: Verdict | null
}

export type BacktestOptions = {
  tried: TriedSet
  /** The set to compare with; without it, what was decided at the time. */
  against: TriedSet | undefined
  /** The moment that counts for rules that expire, and to which days are counted. */
  now: Date
  secondsPerItem: number
  /** Which part of all decisions is given: 1, or less where they are a sample. */
  share: number
}

export type BacktestResult = {
  decisions: number
  /** The days from the first decision to now, at least one: what the figures a day are divided by. */
  days: number
  held: { before: number; after: number }
  /** Of all decisions, also where those tried are a sample. */
  minutesPerDay: { before: number; after: number; secondsPerItem: number }
  changes: Change[]
  rules: RuleChange[]
  sections: SectionChange[]
  /** Rules that could not be tried on decisions of before the signals that they ask for. */
  untried: { rule: string; receipts: number }[]
  /** Some of each kind of change, picked without looking. */
  examples: Example[]
}

export type Backtest = {
  /** The decisions come in their order; `listsThen` are those of the set that decided, where they are known. */
  add: (past: PastDecision, listsThen: ListTexts | undefined) => void
  result: () => BacktestResult
}

const dayMs = 86_400_000

/** A text that two sets may ask for and most ask for never. */
function once(read: () => Normalised | undefined) {
  let text: { read: Normalised | undefined } | undefined
  return () => {
    text ??= { read: read() }
    return text.read
  }
}

/** Tries a rule set on past decisions and counts what would have been otherwise. */
export function createBacktest(options: BacktestOptions): Backtest {
  const { against, now, secondsPerItem, share } = options
  const candidate = createTrial(options.tried, options)
  const baseline = against && createTrial(against, options)
  const tally = createTally()
  let decisions = 0
  let first = now.getTime()
  const add: Backtest['add'] = (decided, listsThen) => {
    const past = { receipt: decided, listsThen, text: once(() => textOf(decided)) }
    decisions += 1
    first = Math.min(first, decided.at.getTime())
    tally.add(decided, baseline ? baseline.run(past) : decided, candidate.run(past))
  }
  const result = (): BacktestResult => {
    const days = Math.max(1, (now.getTime() - first) / dayMs)
    const counted = tally.result()
    const { before, after } = counted.held
    const minutes = (items: number) => (items * secondsPerItem) / 60 / days / share
    const minutesPerDay = { before: minutes(before), after: minutes(after), secondsPerItem }
    return { decisions, days, minutesPerDay, untried: candidate.untried(), ...counted }
  }
  return { add, result }
}
