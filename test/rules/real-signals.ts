import { checkRuleSet } from '../../src/rules/check-rule-set.js'
import { type Problem, RuleSetError } from '../../src/rules/problem.js'
import type { RuleSet } from '../../src/rules/rule-set.js'
import { declarations } from '../../src/signals/all.js'

/** Checks a rule file against the signals that there are. */
export const check = (text: string): RuleSet =>
  checkRuleSet({ file: 'rules.yaml', text, lists: new Map() }, declarations)

export function problems(text: string): readonly Problem[] {
  try {
    check(text)
    return []
  } catch (error) {
    if (error instanceof RuleSetError) return error.problems
    throw error
  }
}
