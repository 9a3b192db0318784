import type { SignalDeclaration } from '../domain/signal.js'
import { checkRuleSet, type RuleSource } from './check-rule-set.js'
import type { RuleSet } from './rule-set.js'

/** The texts of a rule set as a database keeps them. */
export type StoredTexts = { file: string; text: string; lists: Readonly<Record<string, string>> }

/** A checked set with its texts, ready to be stored. */
export type Version = RuleSource & { hash: string; ruleNames: string[] }

export const versionOf = (source: RuleSource, { hash, rules }: RuleSet): Version => ({
  ...source,
  hash,
  ruleNames: rules.map(({ name }) => name),
})

export const sourceOf = ({ file, text, lists }: StoredTexts): RuleSource => ({
  file,
  text,
  lists: new Map(Object.entries(lists)),
})

/** Compiles stored texts. @throws {RuleSetError} when this Stet would not take them: another may have stored them. */
export const compileStored = (stored: StoredTexts, declarations: readonly SignalDeclaration[]): RuleSet =>
  checkRuleSet(sourceOf(stored), declarations)
