import type { Normalised } from '../domain/normalise.js'
import type { Condition, Holds } from './condition.js'
import type { Problem } from './problem.js'
import type { Question } from './questions.js'
import type { Rule } from './rule-schema.js'
import type { RuleTest } from './rule-test-schema.js'
import type { TextMatches } from './text-finder.js'

/** A rule whose condition is checked and ready to run. */
export type CompiledRule = Rule & {
  unknown: 'hold' | 'skip'
  condition: Condition
  holds: Holds
  /** All that the condition names: signals, and what it asks of the text as it is written, `text.has(banned)`. */
  names: readonly string[]
}

/** A rule set that checked as a whole. The hash names its content, lists included, and stands in every decision. */
export type RuleSet = {
  hash: string
  version: number
  rules: readonly CompiledRule[]
  /** All that the conditions name, each once. */
  names: readonly string[]
  /** What all rules together must make of some comments. */
  tests: readonly RuleTest[]
  /** What the rules ask of a text, each thing once. */
  questions: readonly Question[]
  find: (text: Normalised) => TextMatches
  /** What is no mistake but probably not meant, for whoever writes the file. */
  warnings: readonly Problem[]
}
