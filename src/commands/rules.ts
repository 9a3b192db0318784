import { UserError } from '../domain/errors.js'
import { loadRuleSet } from '../rules/load-rule-set.js'
import { declarations } from '../signals/all.js'

/** `stet rules check FILE`: says whether a worker would take the file. @throws {RuleSetError} naming line and column. */
export async function rules([action, file]: string[]): Promise<number> {
  if (action !== 'check' || file === undefined) throw new UserError('Use: stet rules check FILE')
  const ruleSet = await loadRuleSet(file, declarations)
  process.stderr.write(`${ruleSet.rules.length} rules, all in order (${ruleSet.hash}).\n`)
  return 0
}
