import type { Verdict } from '../domain/verdict.js'
import type { TriedSet } from '../rules/backtest-trial.js'
import { runOnReceipt, saidOf } from '../rules/receipt-test.js'
import type { Executor } from '../store/database.js'
import { type RuleTestRow, readRuleTests } from '../store/rule-tests.js'

/** A test that wrong decisions were made into, with what a set makes of it. */
export type RanTest = RuleTestRow & { gets: Verdict; said: string; passes: boolean }

/** Runs all of them. The API and `stet rules apply` answer the same, so it is here, where both reach it. */
export async function runRuleTests(db: Executor, site: string, set: TriedSet): Promise<RanTest[]> {
  const now = new Date()
  return (await readRuleTests(db, site)).map((test) => {
    const outcome = runOnReceipt(set, test, now)
    return { ...test, gets: outcome.verdict, said: saidOf(outcome), passes: outcome.verdict === test.expect }
  })
}
