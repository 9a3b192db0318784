import { signalsIfOpen } from '../domain/article-mode.js'
import type { Reason } from '../domain/decision.js'
import type { Verdict } from '../domain/verdict.js'
import { createTrial, type Judged, type TriedSet } from './backtest-trial.js'
import { type StoredReceipt, textOf } from './replay.js'

/**
 * What a set makes of a past decision's receipt as a test: its `share` and `limit` do not count, for by chance or by the hour it
 * would pass and fail. Nor does the mode that its article was in: the test is of the text. No model is asked: the scores are those of the receipt.
 */
export function runOnReceipt({ ruleSet, lists }: TriedSet, receipt: StoredReceipt, now: Date): Judged {
  const rules = ruleSet.rules.map(({ limit: _, ...rule }) => ({ ...rule, share: 1 }))
  const asIfOpen = { ...receipt, signals: signalsIfOpen(receipt.signals) }
  const trial = createTrial({ ruleSet: { ...ruleSet, rules }, lists }, { now, share: 1 })
  return trial.run({ receipt: asIfOpen, listsThen: undefined, text: () => textOf(receipt) })
}

/** A verdict with the rules behind it, for a person. */
export function saidOf({ verdict, reasons }: { verdict: Verdict; reasons: readonly Reason[] }): string {
  const rules = reasons.filter(({ shadow }) => !shadow).map(({ rule }) => rule)
  return `${verdict} (${rules.length > 0 ? rules.join(', ') : 'nothing matched'})`
}
