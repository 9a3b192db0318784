import type { SignalDeclaration } from '../domain/signal.js'
import { checkTests } from './check-tests.js'
import { type CompiledRules, compileRules } from './compile-rules.js'
import { type Vocabulary, vocabularyOf } from './environment.js'
import { hashOf } from './hash.js'
import { type Problem, RuleSetError } from './problem.js'
import { finderOf } from './questions.js'
import { readLists } from './read-lists.js'
import { type ReadRuleFile, readRuleFile } from './read-rule-file.js'
import type { RuleSet } from './rule-set.js'

/** What a rule set is made of: the text of its file, and of each list by the path that the file names. */
export type RuleSource = { file: string; text: string; lists: ReadonlyMap<string, string> }

function clashes({ content, problemAt }: ReadRuleFile, { groups }: Vocabulary): Problem[] {
  return Object.keys(content.lists).flatMap((name) =>
    reserved.has(name) || groups.has(name)
      ? [problemAt(['lists', name], `\`${name}\` already means something in conditions: choose another name`)]
      : [],
  )
}

// Words of CEL itself and of ours, and CEL's types and functions: a list of such a name could not be written in a condition.
const reserved = new Set(
  'as asks bool break bytes cel const continue counts double duration dyn else false for function has if import in int let list loop map namespace null package return size string text timestamp true type uint var void while'.split(
    ' ',
  ),
)

function unusedLists({ content, problemAt }: ReadRuleFile): Problem[] {
  const conditions = content.rules.map((rule) => rule.when).join('\n')
  return Object.keys(content.lists)
    .filter((name) => !new RegExp(`\\b${name}\\b`).test(conditions))
    .map((name) => problemAt(['lists', name], `no rule uses the list \`${name}\``))
}

function ruleSetOf(read: ReadRuleFile, vocabulary: Vocabulary, compiled: CompiledRules): RuleSet {
  const { content } = read
  return {
    hash: hashOf(content, vocabulary.wordLists),
    version: content.version,
    rules: compiled.rules,
    names: [...new Set(compiled.rules.flatMap(({ names }) => names))],
    tests: content.tests,
    questions: compiled.questions.all,
    find: finderOf(compiled.questions),
    warnings: [...unusedLists(read), ...compiled.warnings],
  }
}

/** Checks and compiles a rule set from texts alone. Refuses it whole, with every problem found, by a RuleSetError. */
export function checkRuleSet(source: RuleSource, declarations: readonly SignalDeclaration[]): RuleSet {
  const read = readRuleFile(source.text, source.file)
  if ('problems' in read) throw new RuleSetError(source.file, read.problems)
  const { lists, problems } = readLists(read, source.lists)
  const vocabulary = vocabularyOf(declarations, lists)
  const clashing = clashes(read, vocabulary)
  // A list of a forbidden name would stop the environment from being made at all.
  if (clashing.length > 0) throw new RuleSetError(source.file, [...problems, ...clashing])
  const compiled = compileRules(read, vocabulary)
  const all = [...problems, ...compiled.problems, ...checkTests(read, declarations)]
  if (all.length > 0) throw new RuleSetError(source.file, all)
  return ruleSetOf(read, vocabulary, compiled)
}
