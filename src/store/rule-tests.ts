import { sql } from 'kysely'
import type { Verdict } from '../domain/verdict.js'
import type { Executor } from './database.js'
import { type DecidedReceipt, receipts } from './receipts.js'

/** A past decision with what should have been decided. `id` is the decision's. */
export type RuleTestRow = DecidedReceipt & { testId: string; expect: Verdict; addedAt: Date; addedBy: string }

// As many as a rule file may have tests; each apply runs them all.
const mostTests = 1_000

/** The machine's last decision on the present text of a comment, with its receipt. */
export async function lastJudgement(
  db: Executor,
  site: string,
  id: string,
): Promise<DecidedReceipt | undefined> {
  return receipts(db, site)
    .where('comment.id', '=', id)
    .whereRef('decision.revision', '=', 'comment.revision')
    .orderBy('decision.id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/**
 * Makes a decision a test, or gives the test that it is another verdict to expect. The comment's row is locked by this
 * transaction, so that it is not being erased.
 */
export async function addRuleTest(
  tx: Executor,
  decisionId: string,
  expect: Verdict,
  by: string,
): Promise<void> {
  const row = { expect, by, at: sql<Date>`now()` }
  await tx
    .insertInto('rule_test')
    .values({ decision_id: decisionId, ...row })
    .onConflict((conflict) => conflict.column('decision_id').doUpdateSet(row))
    .execute()
}

/** The newest tests first; those of comments that are erased are gone. */
export async function readRuleTests(db: Executor, site: string): Promise<RuleTestRow[]> {
  return receipts(db, site)
    .innerJoin('rule_test', 'rule_test.decision_id', 'decision.id')
    .select([
      'rule_test.id as testId',
      'rule_test.expect',
      'rule_test.at as addedAt',
      'rule_test.by as addedBy',
    ])
    .orderBy('rule_test.id', 'desc')
    .limit(mostTests)
    .execute()
}

/** False when there is no such test. */
export async function removeRuleTest(db: Executor, site: string, id: string): Promise<boolean> {
  const own = receipts(db, site).clearSelect().select('decision.id')
  const { numDeletedRows } = await db
    .deleteFrom('rule_test')
    .where('id', '=', id)
    .where('decision_id', 'in', own)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
