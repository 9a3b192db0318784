import { expect, it } from 'vitest'
import { diffLines, diffRuleSets } from '../../src/rules/diff.js'

const rule = (name: string, more = '') =>
  `  - { name: ${name}, when: links.count >= 3, then: hold, because: x${more} }\n`
const setOf = (rules: string, list?: string) => ({
  file: 'rules.yaml',
  text: `version: 1\n${list === undefined ? '' : 'lists: { banned: banned.txt }\n'}rules:\n${rules}`,
  lists: new Map(list === undefined ? [] : [['banned.txt', list]]),
})

const cases: {
  what: string
  from: ReturnType<typeof setOf>
  to: ReturnType<typeof setOf>
  lines: string[]
}[] = [
  { what: 'nothing', from: setOf(rule('a')), to: setOf(`# a comment\n${rule('a')}`), lines: [] },
  {
    what: 'a rule more',
    from: setOf(rule('a')),
    to: setOf(rule('a') + rule('b')),
    lines: ['+ rule b: hold when links.count >= 3'],
  },
  {
    what: 'a rule less',
    from: setOf(rule('a') + rule('b')),
    to: setOf(rule('b')),
    lines: ['- rule a: hold when links.count >= 3'],
  },
  {
    what: 'another mode',
    from: setOf(rule('a')),
    to: setOf(rule('a', ', mode: shadow')),
    lines: ['~ rule a: mode "live" → "shadow"'],
  },
  {
    what: 'entries of a list',
    from: setOf(rule('a'), 'foo\nbar\n'),
    to: setOf(rule('a'), 'bar\n# a note\nbaz\n'),
    lines: ['~ list banned: +baz, -foo'],
  },
  {
    what: 'many entries of a list',
    from: setOf(rule('a'), 'foo\n'),
    to: setOf(rule('a'), `foo\n${Array.from({ length: 12 }, (_, n) => `w${n}`).join('\n')}`),
    lines: ['~ list banned: +w0, +w1, +w2, +w3, +w4, +w5, +w6, +w7, +w8, +w9, and 2 more'],
  },
]

it.each(cases)('shows $what', ({ from, to, lines }) => {
  expect(diffLines(diffRuleSets(from, to))).toEqual(lines)
})

it('refuses what is no rule file, naming the place', () => {
  expect(() =>
    diffRuleSets(setOf(rule('a')), { file: 'b.yaml', text: 'rules: 3', lists: new Map() }),
  ).toThrow(/b\.yaml is refused/)
})
