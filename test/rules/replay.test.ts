import fc from 'fast-check'
import { expect, it } from 'vitest'
import { normalise } from '../../src/domain/normalise.js'
import type { SignalValue } from '../../src/domain/signal.js'
import { evaluate } from '../../src/rules/evaluate.js'
import { differences, isReplayable, replay, type StoredReceipt } from '../../src/rules/replay.js'
import type { TextMatches } from '../../src/rules/text-finder.js'
import { bannedList, check, readingsWith, ruleCircumstances } from './fixtures.js'

const set = check(
  `version: 1
lists: { banned: banned.txt }
rules:
  - { name: toxic, when: scores.toxic >= 0.5, then: reject, because: x }
  - { name: links, when: links.count >= 3 && author.published < 5, then: hold, because: x }
  - { name: domain, when: links.domains.has(banned) || scores.toxic / links.count > 0.1, then: hold, because: x }
  - { name: words, when: text.has(banned) && !author.firstComment, then: reject, because: x }
  - { name: role, when: 'author.role == "staff" ? links.count > 1 : scores.toxic > 0.3', then: hold, because: x, unknown: skip }
`,
  bannedList,
)

const known = <T extends SignalValue>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
// No signal gives -0, which JSON has not: dividing by it would tell it from 0.
const anyNumber = fc
  .oneof(fc.nat(9), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((number) => number + 0)
const signals = fc.record({
  'links.count': known(anyNumber),
  'links.domains': known(fc.array(fc.constantFrom('evil.com', 'good.com', 'ö.example'))),
  'author.published': known(fc.nat(9)),
  'author.firstComment': known(fc.boolean()),
  'author.role': known(fc.constantFrom('reader', 'staff')),
  'scores.toxic': known(fc.double({ min: 0, max: 1, noNaN: true })),
})
const bodies = fc.oneof(fc.string(), fc.constantFrom('This is f0o', 'FREE SPINS', 'fine'))

/** The receipt of a judgement after its way through the database, which keeps JSON. */
function receiptOf(
  values: Record<string, SignalValue | undefined>,
  body: string | null,
  circumstances: { overLimit: string[]; lists?: TextMatches },
) {
  const stored = JSON.stringify({
    signals: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? null])),
    circumstances: { now: new Date(0).toISOString(), ...circumstances },
  })
  const rest = { uid: '1', section: null, at: new Date(5), rules: set.hash, body }
  return { ...rest, ...JSON.parse(stored) } as StoredReceipt
}

it('gives the same verdict by the same rules for the same receipt, whatever was known', () => {
  fc.assert(
    fc.property(signals, bodies, fc.subarray(['toxic', 'links']), (values, body, overLimit) => {
      const circumstances = ruleCircumstances(body, {
        text: normalise(body),
        now: new Date(0),
        overLimit: new Set(overLimit),
      })
      const then = evaluate(set, readingsWith(values), circumstances)
      const { lists } = then
      // From the receipt alone, as after the text has gone, and from the text, for receipts of before lists were kept.
      for (const receipt of [
        receiptOf(values, null, { overLimit, lists }),
        receiptOf(values, body, { overLimit }),
      ]) {
        const now = replay(set, receipt)
        expect(differences(then, now)).toEqual([])
        expect(now.verdict).toBe(then.verdict)
      }
    }),
  )
})

const quiet = { 'links.count': 0, 'author.published': 9 }
const numbers = check('version: 1\nrules: [{ name: a, when: links.count >= 3, then: hold, because: x }]')
const roles = check(
  'version: 1\nrules: [{ name: a, when: \'author.role == "staff"\', then: hold, because: x }]',
)
const limits = check(
  'version: 1\nrules: [{ name: a, when: links.count >= 3, then: hold, because: x, limit: 5 }]',
)
const erased = { ...receiptOf(quiet, null, { overLimit: [] }), circumstances: null }
it.each([
  ['a comment that has its words', true, set, receiptOf(quiet, 'fine', { overLimit: [] })],
  ['an erased one, by rules that look at numbers alone', true, numbers, erased],
  ['an erased one, by rules that look at words', false, set, { ...erased, rules: set.hash }],
  ['an erased one, by rules that look at a signal of words', false, roles, erased],
  ['an erased one, by rules with limits that nobody knows any more', false, limits, erased],
])('can replay or not: %s', (_, possible, ruleSet, receipt) => {
  expect(isReplayable(ruleSet, receipt)).toBe(possible)
})

it('says what differs', () => {
  const match = (rule: string, shadow = false) => ({
    rule,
    verdict: 'hold' as const,
    message: '',
    spans: [],
    shadow,
  })
  const then = { verdict: 'hold' as const, reasons: [match('a'), match('b')] }
  const now = { verdict: 'publish' as const, reasons: [match('a', true)] }
  expect(differences(then, now)).toEqual([
    'The verdict was hold and is publish now.',
    'a (hold) matched then and does not now.',
    'b (hold) matched then and does not now.',
    'a (hold, shadow) matches now and did not then.',
  ])
})
