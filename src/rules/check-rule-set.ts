import { createHash } from 'node:crypto'
import type { SignalDeclaration } from '../domain/signal.js'
import { compileCondition } from './condition.js'
import { environmentOf, type Vocabulary, vocabularyOf } from './environment.js'
import { type Problem, RuleSetError } from './problem.js'
import { type ReadRuleFile, readRuleFile } from './read-rule-file.js'
import type { RuleFile } from './rule-schema.js'
import type { CompiledRule, RuleSet } from './rule-set.js'
import { entryFault, parseList, phraseFinder } from './word-list.js'

/** What a rule set is made of: the text of its file, and of each list by the path that the file names. */
export type RuleSource = { file: string; text: string; lists: ReadonlyMap<string, string> }

/** The most entries that a list can have. */
const mostEntries = 50_000

type Lists = Map<string, readonly string[]>

function faultyEntries(file: string, text: string, entries: readonly string[]): Problem[] {
  const lines = text.toLowerCase().split(/\r?\n/)
  return entries
    .flatMap((entry) => {
      const fault = entryFault(entry)
      const line = fault ? lines.findIndex((found) => found.includes(entry)) + 1 : 0
      return fault ? [{ file, line, column: 1, message: `the entry "${entry.slice(0, 60)}" ${fault}` }] : []
    })
    .slice(0, 20)
}

function readLists(
  { content, problemAt }: ReadRuleFile,
  source: RuleSource,
): { lists: Lists; problems: Problem[] } {
  const lists: Lists = new Map()
  const problems: Problem[] = []
  for (const [name, path] of Object.entries(content.lists)) {
    const text = source.lists.get(path)
    const entries = parseList(text ?? '')
    const taken = entries.length > mostEntries
    if (text === undefined) problems.push(problemAt(['lists', name], `the list ${path} could not be read`))
    else if (taken) problems.push(problemAt(['lists', name], `the list ${path} has more than 50,000 entries`))
    else problems.push(...faultyEntries(path, text, entries))
    lists.set(name, entries)
  }
  return { lists, problems }
}

function clashes({ content, problemAt }: ReadRuleFile, { groups }: Vocabulary): Problem[] {
  return Object.keys(content.lists).flatMap((name) =>
    name === 'text' || groups.has(name) || reserved.has(name)
      ? [problemAt(['lists', name], `\`${name}\` already means something in conditions: choose another name`)]
      : [],
  )
}

// Words of CEL itself, and its types and functions: a list of such a name could not be written in a condition.
const reserved = new Set(
  'as bool break bytes cel const continue double duration dyn else false for function has if import in int let list loop map namespace null package return size string timestamp true type uint var void while'.split(
    ' ',
  ),
)

function compileRules(
  { content, problemAt }: ReadRuleFile,
  vocabulary: Vocabulary,
): { rules: CompiledRule[]; problems: Problem[] } {
  const environment = environmentOf(vocabulary)
  const rules: CompiledRule[] = []
  const problems: Problem[] = []
  for (const [index, rule] of content.rules.entries()) {
    const compiled = compileCondition(rule.when, environment, vocabulary)
    if ('condition' in compiled) rules.push({ ...rule, ...compiled })
    else
      for (const { offset, message } of compiled.faults)
        problems.push(problemAt(['rules', index, 'when'], `rule ${rule.name}: ${message}`, offset))
  }
  return { rules, problems }
}

/** The name of a rule set's content: comments and layout of the file do not change it, its lists and order do. */
function hashOf({ version, rules }: RuleFile, lists: Lists): string {
  const sorted = [...lists].map(([name, entries]) => [name, entries.toSorted()]).toSorted()
  const canonical = JSON.stringify({
    version,
    lists: sorted,
    rules: rules.map(({ name, when, then, because, unknown, mode }) => [
      name,
      when,
      then,
      because,
      unknown,
      mode,
    ]),
  })
  return createHash('sha256').update(canonical).digest('hex').slice(0, 16)
}

/** Checks and compiles a rule set from texts alone. Refuses it whole, with every problem found, by a RuleSetError. */
export function checkRuleSet(source: RuleSource, declarations: readonly SignalDeclaration[]): RuleSet {
  const read = readRuleFile(source.text, source.file)
  if ('problems' in read) throw new RuleSetError(source.file, read.problems)
  const { lists, problems } = readLists(read, source)
  const vocabulary = vocabularyOf(declarations, lists)
  const clashing = clashes(read, vocabulary)
  // A list of a forbidden name would stop the environment from being made at all.
  if (clashing.length > 0) throw new RuleSetError(source.file, [...problems, ...clashing])
  const compiled = compileRules(read, vocabulary)
  const all = [...problems, ...compiled.problems]
  if (all.length > 0) throw new RuleSetError(source.file, all)
  return {
    hash: hashOf(read.content, lists),
    version: read.content.version,
    rules: compiled.rules,
    lists: new Map([...lists].map(([name, entries]) => [name, phraseFinder(entries)])),
  }
}
