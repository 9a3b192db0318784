import { site } from '../context.js'
import { runRuleTests } from '../desk/run-rule-tests.js'
import { setInForce } from '../desk/set-in-force.js'
import { UserError } from '../domain/errors.js'
import type { RuleSource } from '../rules/check-rule-set.js'
import { triedSet } from '../rules/tried-set.js'
import { declarations } from '../signals/all.js'
import type { Database } from '../store/database.js'

const shown = 10

/**
 * Measures a set by the wrong decisions that moderators made tests. One that the set in force passes must not fail again; one
 * that fails under both bars nothing, or an open test would keep an urgent rule out. Answers a sentence for a person.
 * @throws {UserError} naming the tests that would fail again.
 */
export async function provenByDecisions(db: Database, source: RuleSource): Promise<string | undefined> {
  const tests = await runRuleTests(db, site, triedSet(source, declarations))
  const failed = tests.filter(({ passes }) => !passes)
  if (failed.length === 0)
    return tests.length > 0 ? `Wrong decisions made tests: ${tests.length}, all right now.` : undefined
  const inForce = await setInForce(db)
  const before = inForce ? await runRuleTests(db, site, inForce) : []
  const worse = failed.filter(({ testId }) => before.find((one) => one.testId === testId)?.passes)
  if (worse.length === 0)
    return `Wrong decisions made tests: ${tests.length}, of which ${failed.length} are still wrong, as they are now.`
  const lines = worse
    .slice(0, shown)
    .map((one) => `  test ${one.testId}, decision ${one.id}: must be ${one.expect} and would be ${one.said}`)
  throw new UserError(
    [
      `${source.file} is refused: ${worse.length} of the wrong decisions that moderators made tests are right now and would be wrong again.`,
      ...lines,
      ...(worse.length > shown ? [`  and ${worse.length - shown} more`] : []),
      'DELETE /v1/rules/tests/ID removes a test that is no longer wanted.',
    ].join('\n'),
  )
}
