import type { Reason } from '../domain/decision.js'
import { type Normalised, normalise } from '../domain/normalise.js'
import type { Reading, Readings, SignalValue } from '../domain/signal.js'
import type { Verdict } from '../domain/verdict.js'
import { evaluate, type Outcome, type RuleCircumstances } from './evaluate.js'
import { answersAll, foundIn, type StoredMatches } from './found-lists.js'
import type { RuleSet } from './rule-set.js'
import type { TextMatches } from './text-finder.js'

/** All that a decision rested on, as it is stored. */
export type StoredReceipt = {
  uid: string
  section: string | null
  at: Date
  /** The hash of the set that decided. */
  rules: string | null
  /** The text of the revision that was judged; null once erased. */
  body: string | null
  signals: Readonly<Record<string, unknown>>
  /** Null in receipts of before circumstances were kept, and once erased. */
  circumstances: { now: string; overLimit: readonly string[]; lists?: StoredMatches } | null
}

/** The readings of a receipt: what is null in it could not be had. */
export function readingsOf(signals: Readonly<Record<string, unknown>>): Readings {
  const readings: Record<string, Reading | undefined> = {}
  for (const [name, value] of Object.entries(signals))
    readings[name] = value === null ? undefined : { value: value as SignalValue }
  return readings
}

/**
 * What the rules were told then beside the readings. `found` is what the receipt says of the set's questions: the text is
 * read again only for what it does not say, and what neither says is unknown.
 */
export function circumstancesOf(
  receipt: StoredReceipt,
  { questions }: RuleSet,
  found: TextMatches,
  text: () => Normalised | undefined = () => textOf(receipt),
): RuleCircumstances {
  const { uid, section, at, circumstances } = receipt
  return {
    text: answersAll(questions, found) ? undefined : text(),
    lists: found,
    commentId: uid,
    section,
    now: circumstances ? new Date(circumstances.now) : at,
    overLimit: new Set(circumstances?.overLimit),
  }
}

export const textOf = ({ body }: StoredReceipt): Normalised | undefined =>
  body === null ? undefined : normalise(body)

/** What a receipt says of the questions of the set that decided; nothing of those of another. */
function foundThen({ hash, questions }: RuleSet, { rules, circumstances }: StoredReceipt): TextMatches {
  if (rules !== hash) return {}
  return foundIn(circumstances?.lists, new Map(questions.map(({ source }) => [source, source])))
}

/** Whether all is there that the rules look at: erased comments keep numbers alone. */
export function isReplayable(ruleSet: RuleSet, receipt: StoredReceipt): boolean {
  if (receipt.body !== null) return true
  const asked = new Set(ruleSet.questions.map(({ name }) => name))
  const asksOccasion = ruleSet.rules.some(({ limit, expires }) => (limit ?? expires) !== undefined)
  return (
    (receipt.circumstances !== null || !asksOccasion) &&
    answersAll(ruleSet.questions, foundThen(ruleSet, receipt)) &&
    ruleSet.names.every((name) => asked.has(name) || name in receipt.signals)
  )
}

/** Runs the rules once more on what a decision rested on. */
export const replay = (ruleSet: RuleSet, receipt: StoredReceipt): Outcome =>
  evaluate(
    ruleSet,
    readingsOf(receipt.signals),
    circumstancesOf(receipt, ruleSet, foundThen(ruleSet, receipt)),
  )

const matches = (reasons: readonly Reason[]) =>
  new Set(reasons.map(({ rule, verdict, shadow }) => `${rule} (${verdict}${shadow ? ', shadow' : ''})`))

/** What differs between a decision and its replay, a sentence each; nothing when they are the same. */
export function differences(
  then: { verdict: Verdict; reasons: readonly Reason[] },
  now: { verdict: Verdict; reasons: readonly Reason[] },
): string[] {
  const [before, after] = [matches(then.reasons), matches(now.reasons)]
  return [
    ...(then.verdict === now.verdict ? [] : [`The verdict was ${then.verdict} and is ${now.verdict} now.`]),
    ...[...before]
      .filter((match) => !after.has(match))
      .map((match) => `${match} matched then and does not now.`),
    ...[...after]
      .filter((match) => !before.has(match))
      .map((match) => `${match} matches now and did not then.`),
  ]
}
