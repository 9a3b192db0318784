import { isDeepStrictEqual } from 'node:util'
import { serialize } from '@marcbachmann/cel-js'
import { compileCondition } from './condition.js'
import { environmentOf, type Vocabulary } from './environment.js'
import type { Problem } from './problem.js'
import { noQuestions, type Questions } from './questions.js'
import type { ReadRuleFile } from './read-rule-file.js'
import type { Rule } from './rule-schema.js'
import type { CompiledRule } from './rule-set.js'

export type CompiledRules = {
  rules: CompiledRule[]
  questions: Questions
  problems: Problem[]
  warnings: Problem[]
}

/** The most expressions of a set: lists are looked for all at once, expressions one by one. */
const mostExpressions = 50

function tooManyExpressions({ others }: Questions, { problemAt }: ReadRuleFile): Problem[] {
  const count = [...others.values()].filter(({ method }) => method === 'matches').length
  if (count <= mostExpressions) return []
  return [
    problemAt(['rules'], `has ${count} different expressions: ${mostExpressions} are the most; use lists`),
  ]
}

/** Whether a rule of the same condition does what another does already, and not in other sections or on trial. */
const isTwice = (rule: Rule, other: Rule) =>
  rule.then === other.then &&
  rule.mode === other.mode &&
  rule.exempt === other.exempt &&
  isDeepStrictEqual(rule.sections?.toSorted(), other.sections?.toSorted())

/** Compiles every rule, and finds those that say what another says already. */
export function compileRules(file: ReadRuleFile, vocabulary: Vocabulary): CompiledRules {
  const { content, problemAt } = file
  const environment = environmentOf(vocabulary)
  const questions = noQuestions(vocabulary.wordLists)
  const made: CompiledRules = { rules: [], questions, problems: [], warnings: [] }
  const seen = new Map<string, Rule>()
  for (const [index, rule] of content.rules.entries()) {
    const at = (message: string, offset?: number) =>
      problemAt(['rules', index, 'when'], `rule ${rule.name}: ${message}`, offset)
    const compiled = compileCondition(rule.when, environment, vocabulary, questions)
    if ('faults' in compiled) {
      made.problems.push(...compiled.faults.map(({ offset, message }) => at(message, offset)))
      continue
    }
    const { ast, condition, holds, names } = compiled
    const same = seen.get(serialize(ast))
    if (same && isTwice(rule, same))
      made.problems.push(at(`says the same as rule ${same.name}: remove one of them`))
    else if (same) made.warnings.push(at(`has the same condition as rule ${same.name}`))
    seen.set(serialize(ast), same ?? rule)
    const unknown = rule.unknown ?? (rule.exempt ? 'skip' : 'hold')
    made.rules.push({ ...rule, unknown, condition, holds, names })
  }
  made.problems.push(...tooManyExpressions(questions, file))
  return made
}
