import type { Reason } from '../domain/decision.js'
import type { Normalised } from '../domain/normalise.js'
import type { Verdict } from '../domain/verdict.js'
import { evaluate } from './evaluate.js'
import { foundIn, type ListTexts, namesIn } from './found-lists.js'
import { circumstancesOf, readingsOf, type StoredReceipt } from './replay.js'
import type { RuleSet } from './rule-set.js'

/** A set with the texts of its lists, by which it is told what receipts of other sets answer. */
export type TriedSet = { ruleSet: RuleSet; lists: ListTexts }

/** What the rules made of a decision's receipt. */
export type Judged = { verdict: Verdict; reasons: readonly Reason[] }

/** A past decision's receipt, the lists of the set that made it, and a way to its text. */
export type Past = {
  receipt: StoredReceipt
  listsThen: ListTexts | undefined
  text: () => Normalised | undefined
}

export type Trial = {
  run: (past: Past) => Judged
  /** Rules that could not be tried on some receipts, for want of the signals that they ask for. */
  untried: () => { rule: string; receipts: number }[]
}

export type TrialOptions = {
  /** The moment that counts for rules that expire. */
  now: Date
  /** Which part of all decisions is run, from 0 to 1: daily limits are used up by as much. */
  share: number
}

export const liveRules = (reasons: readonly Reason[]) =>
  new Set(reasons.filter(({ shadow }) => !shadow).map(({ rule }) => rule))

/** Counts a set's daily limits along, as workers do: whose is used up, the next comment is told. */
function limitsOf({ rules }: RuleSet, share: number) {
  const limits = rules.flatMap(({ name, limit }) =>
    limit === undefined ? [] : [{ rule: name, most: limit * share }],
  )
  let today = { day: '', counts: new Map<string, number>() }
  const usedUp = (at: Date): ReadonlySet<string> => {
    if (limits.length === 0) return new Set()
    const day = at.toISOString().slice(0, 10)
    if (day !== today.day) today = { day, counts: new Map() }
    return new Set(
      limits.filter(({ rule, most }) => (today.counts.get(rule) ?? 0) >= most).map(({ rule }) => rule),
    )
  }
  const count = (live: ReadonlySet<string>) => {
    for (const { rule } of limits)
      if (live.has(rule)) today.counts.set(rule, (today.counts.get(rule) ?? 0) + 1)
  }
  return { usedUp, count }
}

/**
 * Leaves out the rules that ask for a signal that a receipt has not, not even as unknown: it was not read in those days,
 * and a rule that holds what it cannot judge would seem to hold everything.
 */
function tryableOf(ruleSet: RuleSet) {
  const asked = new Set(ruleSet.questions.map(({ name }) => name))
  const signals = ruleSet.names.filter((name) => !asked.has(name))
  const untried = new Map<string, number>()
  const made = new Map<string, RuleSet>()
  const tryable = (read: StoredReceipt['signals']): RuleSet => {
    const unread = new Set(signals.filter((name) => !(name in read)))
    if (unread.size === 0) return ruleSet
    const rules = ruleSet.rules.filter(({ names }) => !names.some((name) => unread.has(name)))
    for (const { name } of ruleSet.rules.filter((rule) => !rules.includes(rule)))
      untried.set(name, (untried.get(name) ?? 0) + 1)
    const key = [...unread].join()
    const rest = made.get(key) ?? { ...ruleSet, rules }
    made.set(key, rest)
    return rest
  }
  return { tryable, untried: () => [...untried].map(([rule, receipts]) => ({ rule, receipts })) }
}

/** Runs a set on past decisions, given in their order, as it would have run then. */
export function createTrial({ ruleSet, lists }: TriedSet, { now, share }: TrialOptions): Trial {
  const limits = limitsOf(ruleSet, share)
  const { tryable, untried } = tryableOf(ruleSet)
  const known = new Map<ListTexts | undefined, ReadonlyMap<string, string>>()
  const namesFor = (then: ListTexts | undefined) => {
    const names = known.get(then) ?? namesIn(then, lists, ruleSet.questions)
    known.set(then, names)
    return names
  }
  const run = ({ receipt, listsThen, text }: Past): Judged => {
    const found = foundIn(receipt.circumstances?.lists, namesFor(listsThen))
    const then = circumstancesOf(receipt, ruleSet, found, text)
    const circumstances = { ...then, now, overLimit: limits.usedUp(receipt.at) }
    const outcome = evaluate(tryable(receipt.signals), readingsOf(receipt.signals), circumstances)
    // As workers count: a model that is away uses up no limit.
    if (outcome.missing.length === 0) limits.count(liveRules(outcome.reasons))
    return outcome
  }
  return { run, untried }
}
