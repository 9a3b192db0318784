import type { RuleSource } from './check-rule-set.js'
import { parseList } from './lists/parse-list.js'
import type { WordList } from './lists/word-list.js'
import { RuleSetError } from './problem.js'
import { readRuleFile } from './read-rule-file.js'
import type { Rule, RuleFile } from './rule-schema.js'

/** What differs between two rule sets, in what they mean: comments and layout of the files are left out. */
export type RuleDiff = {
  added: Rule[]
  removed: Rule[]
  changed: { rule: string; fields: { name: string; from: unknown; to: unknown }[] }[]
  lists: { list: string; added: string[]; removed: string[] }[]
}

type Content = { rules: readonly Rule[]; lists: ReadonlyMap<string, readonly string[]> }

/** A list's entries and exceptions as lines that say all that counts. */
const linesOf = ({ entries, exceptions }: WordList) => [
  ...entries.map(({ text, severity, pattern }) => {
    const marks = [
      ...(severity === 'strong' ? [severity] : []),
      ...(pattern.way === 'word' ? [] : [pattern.way]),
    ]
    return marks.length > 0 ? `${text} | ${marks.join(' ')}` : text
  }),
  ...exceptions.map(({ text }) => `- ${text}`),
]

function contentOf(source: RuleSource): Content {
  const read = readRuleFile(source.text, source.file)
  if ('problems' in read) throw new RuleSetError(source.file, read.problems)
  const { rules, lists } = read.content as RuleFile
  const entries = Object.entries(lists).map(
    ([name, path]) => [name, linesOf(parseList(source.lists.get(path) ?? '').list)] as const,
  )
  return { rules, lists: new Map(entries) }
}

function fieldsThatDiffer(a: Rule, b: Rule) {
  const [from, to] = [a, b] as Record<string, unknown>[]
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  return names
    .filter((name) => JSON.stringify(from?.[name]) !== JSON.stringify(to?.[name]))
    .map((name) => ({ name, from: from?.[name], to: to?.[name] }))
}

function listsThatDiffer(a: Content, b: Content): RuleDiff['lists'] {
  return [...new Set([...a.lists.keys(), ...b.lists.keys()])].flatMap((list) => {
    const [before, after] = [new Set(a.lists.get(list)), new Set(b.lists.get(list))]
    const added = [...after].filter((entry) => !before.has(entry))
    const removed = [...before].filter((entry) => !after.has(entry))
    return added.length + removed.length === 0 ? [] : [{ list, added, removed }]
  })
}

/** @throws {RuleSetError} when one of the two is no rule file. */
export function diffRuleSets(from: RuleSource, to: RuleSource): RuleDiff {
  const [a, b] = [contentOf(from), contentOf(to)]
  const named = ({ rules }: Content, name: string) => rules.find((rule) => rule.name === name)
  return {
    added: b.rules.filter(({ name }) => !named(a, name)),
    removed: a.rules.filter(({ name }) => !named(b, name)),
    changed: a.rules.flatMap((rule) => {
      const other = named(b, rule.name)
      const fields = other ? fieldsThatDiffer(rule, other) : []
      return fields.length === 0 ? [] : [{ rule: rule.name, fields }]
    }),
    lists: listsThatDiffer(a, b),
  }
}

const shownEntries = 10

function listLine({ list, added, removed }: RuleDiff['lists'][number]): string {
  const changes = [...added.map((entry) => `+${entry}`), ...removed.map((entry) => `-${entry}`)]
  const more = changes.length > shownEntries ? `, and ${changes.length - shownEntries} more` : ''
  return `~ list ${list}: ${changes.slice(0, shownEntries).join(', ')}${more}`
}

/** The difference as lines for a person: `+` new, `-` gone, `~` changed. */
export function diffLines(diff: RuleDiff): string[] {
  const shown = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value))
  return [
    ...diff.added.map((rule) => `+ rule ${rule.name}: ${rule.then} when ${rule.when}`),
    ...diff.removed.map((rule) => `- rule ${rule.name}: ${rule.then} when ${rule.when}`),
    ...diff.changed.flatMap(({ rule, fields }) =>
      fields.map(({ name, from, to }) => `~ rule ${rule}: ${name} ${shown(from)} → ${shown(to)}`),
    ),
    ...diff.lists.map(listLine),
  ]
}
