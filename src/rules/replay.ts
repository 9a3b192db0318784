import type { Reason } from '../domain/decision.js'
import { normalise } from '../domain/normalise.js'
import type { Reading, Readings, SignalValue } from '../domain/signal.js'
import type { Verdict } from '../domain/verdict.js'
import { evaluate, type Outcome, type RuleCircumstances } from './evaluate.js'
import type { RuleSet } from './rule-set.js'

/** All that a decision rested on, as it is stored. */
export type StoredReceipt = {
  uid: string
  section: string | null
  at: Date
  /** The text of the revision that was judged; null once erased. */
  body: string | null
  signals: Readonly<Record<string, unknown>>
  /** Null in receipts of before circumstances were kept. */
  circumstances: { now: string; overLimit: readonly string[] } | null
}

/** The readings of a receipt: what is null in it could not be had. */
export function readingsOf(signals: Readonly<Record<string, unknown>>): Readings {
  const readings: Record<string, Reading | undefined> = {}
  for (const [name, value] of Object.entries(signals))
    readings[name] = value === null ? undefined : { value: value as SignalValue }
  return readings
}

/** What the rules were told then beside the readings. */
export function circumstancesOf(receipt: StoredReceipt): RuleCircumstances {
  const { uid, section, at, body, circumstances } = receipt
  return {
    text: body === null ? undefined : normalise(body),
    commentId: uid,
    section,
    now: circumstances ? new Date(circumstances.now) : at,
    overLimit: new Set(circumstances?.overLimit),
  }
}

/** Runs the rules once more on what a decision rested on. */
export const replay = (ruleSet: RuleSet, receipt: StoredReceipt): Outcome =>
  evaluate(ruleSet, readingsOf(receipt.signals), circumstancesOf(receipt))

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
