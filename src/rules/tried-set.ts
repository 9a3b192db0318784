import type { SignalDeclaration } from '../domain/signal.js'
import type { TriedSet } from './backtest-trial.js'
import { checkRuleSet, type RuleSource } from './check-rule-set.js'
import { listTextsOf } from './found-lists.js'

/** Compiles a set to be tried on past decisions. @throws {RuleSetError} when it does not check. */
export const triedSet = (source: RuleSource, declarations: readonly SignalDeclaration[]): TriedSet => ({
  ruleSet: checkRuleSet(source, declarations),
  lists: listTextsOf(source),
})
