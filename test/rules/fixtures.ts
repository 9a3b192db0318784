import { normalise } from '../../src/domain/normalise.js'
import type { Reading, Readings, SignalDeclaration, SignalValue } from '../../src/domain/signal.js'
import { checkRuleSet } from '../../src/rules/check-rule-set.js'
import type { RuleCircumstances } from '../../src/rules/evaluate.js'
import { type Problem, RuleSetError } from '../../src/rules/problem.js'
import type { RuleSet } from '../../src/rules/rule-set.js'

export const declarations: readonly SignalDeclaration[] = [
  { name: 'links.count', type: 'number', describes: '' },
  { name: 'links.domains', type: 'list', describes: '' },
  { name: 'author.published', type: 'number', describes: '' },
  { name: 'author.firstComment', type: 'bool', describes: '' },
  { name: 'author.role', type: 'string', values: ['reader', 'trusted', 'staff'], describes: '' },
  { name: 'scores.toxic', type: 'number', range: [0, 1], describes: '' },
]

export function check(text: string, lists: Record<string, string> = {}): RuleSet {
  return checkRuleSet({ file: 'rules.yaml', text, lists: new Map(Object.entries(lists)) }, declarations)
}

/** What is wrong with a rule file; an empty list when nothing is. */
export function problemsOf(text: string, lists: Record<string, string> = {}): readonly Problem[] {
  try {
    check(text, lists)
    return []
  } catch (error) {
    if (error instanceof RuleSetError) return error.problems
    throw error
  }
}

/** A rule that is in order, as `fileOf` takes one. */
export const aRule = 'name: one\nwhen: links.count >= 3\nthen: hold\nbecause: Links'

/** A rule file of this rule alone, whose lines are given without their indent. */
export const fileOf = (rule: string) => `version: 1\nrules:\n  - ${rule.split('\n').join('\n    ')}\n`

/** A rule file of one rule with this condition; further lines belong to the rule. */
export const ruleWhen = (when: string, ...further: string[]) =>
  [
    'version: 1',
    'lists: { banned: banned.txt }',
    'rules:',
    '  - name: one',
    `    when: ${JSON.stringify(when)}`,
    '    then: hold',
    '    because: So it is',
    ...further.map((line) => `    ${line}`),
  ].join('\n')

export const bannedList = { 'banned.txt': 'foo\nfree spins # since March\n# a comment\nEvil.com\n' }

/** What is wrong with a rule file beside which the banned list lies, in the words that are shown. */
export const messagesOf = (text: string) => problemsOf(text, bannedList).map((problem) => problem.message)

const quiet: Record<string, SignalValue> = {
  'links.count': 0,
  'links.domains': [],
  'author.published': 9,
  'author.firstComment': false,
  'author.role': 'reader',
  'scores.toxic': 0.1,
}

/** Readings of a quiet comment, with what a test wants otherwise; `undefined` is unknown. */
export function readingsWith(values: Record<string, SignalValue | undefined> = {}): Readings {
  const readings: Record<string, Reading | undefined> = {}
  for (const [name, value] of Object.entries({ ...quiet, ...values }))
    readings[name] = value === undefined ? undefined : { value }
  return readings
}

/** Where a comment of this text stands when rules are run; no text is unknown. */
export const ruleCircumstances = (
  body?: string,
  others: Partial<RuleCircumstances> = {},
): RuleCircumstances => ({
  text: body === undefined ? undefined : normalise(body),
  commentId: '1',
  section: null,
  now: new Date('2026-11-24T09:00:00Z'),
  overLimit: new Set(),
  ...others,
})
