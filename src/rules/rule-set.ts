import type { Condition } from './condition.js'
import type { Rule } from './rule-schema.js'
import type { PhraseFinder } from './word-list.js'

/** A rule whose condition is checked and ready to run. */
export type CompiledRule = Rule & {
  condition: Condition
  /** All that the condition names: signals, and `text` for the comment's text. */
  names: readonly string[]
}

/** A rule set that checked as a whole. The hash names its content, lists included, and stands in every decision. */
export type RuleSet = {
  hash: string
  version: number
  rules: readonly CompiledRule[]
  lists: ReadonlyMap<string, PhraseFinder>
}
