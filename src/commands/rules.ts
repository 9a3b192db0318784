import type { Config } from '../config.js'
import { UserError } from '../domain/errors.js'
import { loadRuleSet } from '../rules/load-rule-set.js'
import { declarations } from '../signals/all.js'
import { apply, diff, list, rollback, show } from './rules-versions.js'

/** `stet rules check FILE`: says whether a worker would take the file. @throws {RuleSetError} naming line and column. */
async function check(_config: Config, [file]: string[]): Promise<number> {
  if (file === undefined) throw new UserError('Use: stet rules check FILE')
  const ruleSet = await loadRuleSet(file, declarations)
  process.stderr.write(`${ruleSet.rules.length} rules, all in order (${ruleSet.hash}).\n`)
  return 0
}

const actions = { check, apply, list, show, diff, rollback }

/** `stet rules …`. */
export async function rules(config: Config, [name, ...args]: string[]): Promise<number> {
  const action = Object.entries(actions).find(([known]) => known === name)?.[1]
  if (!action) throw new UserError(`Use: stet rules ${Object.keys(actions).join('|')}`)
  return action(config, args)
}
