import { createHash } from 'node:crypto'
import type { WordList } from './lists/word-list.js'
import type { RuleFile } from './rule-schema.js'

const marked = ({ entries, exceptions }: WordList) => [
  ...entries.map(({ text, severity, pattern }) => [text, severity, pattern.way]),
  ...exceptions.map(({ text }) => [text, 'except']),
]

/** The name of a rule set's content: notes and layout of its files do not change it; its lists, order and tests do. */
export function hashOf({ version, rules, tests }: RuleFile, lists: ReadonlyMap<string, WordList>): string {
  const sorted = [...lists].map(([name, list]) => [name, marked(list).toSorted()]).toSorted()
  const canonical = JSON.stringify({ version, lists: sorted, rules, tests })
  return createHash('sha256').update(canonical).digest('hex').slice(0, 16)
}
