import type { Config } from '../config.js'
import { UserError } from '../domain/errors.js'
import type { RuleSource } from '../rules/check-rule-set.js'
import { readRuleSource } from '../rules/load-rule-set.js'
import { readArgs } from './args.js'
import { summary, testTable } from './rule-test-table.js'
import { provenRules, testedRules } from './rule-tests.js'
import { backtest } from './rules-backtest.js'
import { thresholds } from './rules-thresholds.js'
import { apply, diff, list, rollback, show } from './rules-versions.js'

const say = (line: string) => process.stderr.write(`${line}\n`)

async function sourceNamed(args: string[], usage: string): Promise<RuleSource> {
  const [file] = readArgs(args, {}, 1, usage).positionals
  if (file === undefined) throw new UserError(usage)
  return readRuleSource(file)
}

/**
 * `stet rules check FILE`: says whether the file would be taken, and runs its tests. @throws {RuleSetError} naming line
 * and column.
 */
async function check(config: Config, args: string[]): Promise<number> {
  const { ruleSet, results } = await provenRules(
    config,
    await sourceNamed(args, 'Use: stet rules check FILE'),
  )
  for (const { file, line, column, message } of ruleSet.warnings)
    say(`${file}:${line}:${column} note: ${message}`)
  const tests = results.length === 0 ? 'no tests' : `${results.length} tests as expected`
  say(`${ruleSet.rules.length} rules, all in order, ${tests} (${ruleSet.hash}).`)
  return 0
}

/** `stet rules test FILE`: runs a file's tests and prints what each gave. */
async function test(config: Config, args: string[]): Promise<number> {
  const { results, model } = await testedRules(config, await sourceNamed(args, 'Use: stet rules test FILE'))
  if (results.length === 0) {
    say('The file has no tests: docs/rules.md says how they are written.')
    return 0
  }
  for (const line of testTable(results)) process.stdout.write(`${line}\n`)
  for (const line of summary(results, model)) say(line)
  return results.every(({ passed }) => passed) ? 0 : 1
}

const actions = { check, test, backtest, thresholds, apply, list, show, diff, rollback }

/** `stet rules …`. */
export async function rules(config: Config, [name, ...args]: string[]): Promise<number> {
  const action = Object.entries(actions).find(([known]) => known === name)?.[1]
  if (!action) throw new UserError(`Use: stet rules ${Object.keys(actions).join('|')}`)
  return action(config, args)
}
