import { describe, expect, it } from 'vitest'
import type { Readings } from '../../src/domain/signal.js'
import { evaluate as evaluateIn } from '../../src/rules/evaluate.js'
import type { RuleSet } from '../../src/rules/rule-set.js'
import { bannedList, check, readingsWith, ruleCircumstances, ruleWhen } from './fixtures.js'

const evaluate = (rules: RuleSet, readings: Readings, text?: string) =>
  evaluateIn(rules, readings, ruleCircumstances(text))

const one = (when: string, ...further: string[]) => check(ruleWhen(when, ...further), bannedList)
const holds = (when: string, values = {}, text = 'a text') =>
  evaluate(one(when), readingsWith(values), text).reasons.length === 1

const several = check(`
version: 1
rules:
  - { name: mild, when: "links.count >= 1", then: publish, because: Mild }
  - { name: middle, when: "links.count >= 2", then: hold, because: Middle }
  - { name: hard, when: "links.count >= 3", then: reject, because: Hard }
  - { name: unseen, when: "links.count >= 0", then: reject, because: Unseen, mode: shadow }
  - { name: asleep, when: "links.count >= 0", then: reject, because: Asleep, mode: off }
`)

describe('the verdict', () => {
  it.each([
    [0, 'publish', ['unseen']],
    [1, 'publish', ['mild', 'unseen']],
    [2, 'hold', ['mild', 'middle', 'unseen']],
    [3, 'reject', ['mild', 'middle', 'hard', 'unseen']],
  ] as const)('for %i links is %s, and every match is a reason', (count, verdict, matched) => {
    const outcome = evaluate(several, readingsWith({ 'links.count': count }))
    expect(outcome.verdict).toBe(verdict)
    expect(outcome.reasons.map((reason) => reason.rule)).toEqual(matched)
    expect(outcome.reasons.filter((reason) => reason.shadow).map((reason) => reason.rule)).toEqual(['unseen'])
  })

  it('comes with the spans of the signals that the condition names, each once', () => {
    const seen = {
      value: 1,
      spans: [
        { start: 9, end: 12 },
        { start: 2, end: 5 },
      ],
    }
    const readings = {
      ...readingsWith(),
      'links.count': seen,
      'links.domains': { ...seen, value: ['a.com'] },
    }
    const { reasons } = evaluate(one('links.count > 0 && "a.com" in links.domains'), readings)
    expect(reasons[0]?.spans).toEqual([
      { start: 2, end: 5 },
      { start: 9, end: 12 },
    ])
  })
})

describe('what a verdict rests on', () => {
  const rules = check(`
version: 1
rules:
  - { name: rude, when: "scores.toxic >= 0.5 || links.count > 9", then: hold, because: Rude }
  - { name: unseen, when: "author.published >= 0", then: reject, because: Unseen, mode: shadow }
  - { name: mild, when: "author.published >= 0", then: publish, because: Mild }
  - { name: spared, when: 'author.role == "staff"', then: publish, exempt: true, because: One of ours }
`)

  it.each([
    ['the signals of the live rules that hold', 0.9, 'reader', ['links.count', 'scores.toxic']],
    ['nothing where all is well', 0.1, 'reader', []],
    ['nothing where an exemption lifts the hold', 0.9, 'staff', []],
  ])('%s', (_, insult, role, expected) => {
    const { restsOn } = evaluate(rules, readingsWith({ 'scores.toxic': insult, 'author.role': role }))
    expect(restsOn.toSorted()).toEqual(expected)
  })
})

describe('a condition on numbers, texts and lists', () => {
  it.each<[string, Record<string, unknown>, boolean]>([
    ['links.count == 3', { 'links.count': 3 }, true],
    ['links.count != 3', { 'links.count': 3 }, false],
    ['links.count + 1 == 4', { 'links.count': 3 }, true],
    ['scores.toxic >= 0.1', {}, true],
    ['author.role in ["staff", "reader"]', {}, true],
    ['"a.com" in links.domains', { 'links.domains': ['a.com'] }, true],
    ['links.domains.has(banned)', { 'links.domains': ['evil.com'] }, true],
    ['links.domains.has(banned)', { 'links.domains': ['good.com'] }, false],
    ['links.domains.exists(d, d.endsWith(".com"))', { 'links.domains': ['a.org', 'b.com'] }, true],
    ['(author.firstComment || links.count > 2) && author.published > 5', { 'links.count': 3 }, true],
  ])('%s with %o is %s', (when, values, expected) => {
    expect(holds(when, values)).toBe(expected)
  })

  it.each([
    ['Foo!', true],
    ['food', false],
    ['so many FREE  spins, now', true],
    ['free the spins', false],
    ['evil.com is a site', true],
    ['', false],
  ])('finds whole words and phrases only: %j is %s', (text, expected) => {
    expect(holds('text.has(banned)', {}, text)).toBe(expected)
  })
})

it('a list finds what the normaliser makes of its entries', () => {
  const naive = check(ruleWhen('text.has(banned)'), { 'banned.txt': 'Naïve' })
  for (const body of ['How naïve', 'NAIVE!', 'nаive'])
    expect(evaluate(naive, readingsWith(), body).verdict).toBe('hold')
})

it('lists say where they were found, in the reader’s own text', () => {
  const body = '<b>So</b> many fr\u00adee&nbsp;spins'
  const { lists } = evaluate(one('true'), readingsWith(), body)
  expect(lists.banned?.map(({ start, end }) => body.slice(start, end))).toEqual(['fr\u00adee&nbsp;spins'])
  expect(evaluate(one('true'), readingsWith(), 'quiet').lists).toEqual({ banned: [] })
})

it('a rule over its limit for today matches in the shadow', () => {
  const over = ruleCircumstances('foo', { overLimit: new Set(['one']) })
  const { verdict, reasons } = evaluateIn(one('text.has(banned)'), readingsWith(), over)
  expect([verdict, reasons[0]?.shadow]).toEqual(['publish', true])
})

describe('what could not be had', () => {
  const noScores = readingsWith({ 'scores.toxic': undefined })

  it('holds, and says what was missing', () => {
    const { verdict, reasons, missing } = evaluate(one('scores.toxic > 0.5'), noScores)
    expect(verdict).toBe('hold')
    expect(reasons[0]?.message).toBe('Could not be judged (scores missing): So it is')
    expect(missing).toEqual(['scores'])
  })

  it('is left out by a rule that says skip, and is missing all the same', () => {
    const outcome = evaluate(one('scores.toxic > 0.5', 'unknown: skip'), noScores)
    expect(outcome).toMatchObject({ verdict: 'publish', reasons: [], missing: ['scores'], failures: [] })
  })

  it('holds nothing in the shadow', () => {
    const { verdict, reasons } = evaluate(one('scores.toxic > 0.5', 'mode: shadow'), noScores)
    expect([verdict, reasons[0]?.verdict, reasons[0]?.shadow]).toEqual(['publish', 'hold', true])
  })

  it('is in missing, by group and sorted, though no rule asks for it', () => {
    const readings = readingsWith({ 'scores.toxic': undefined, 'author.published': undefined })
    expect(evaluate(one('links.count > 100'), readings).missing).toEqual(['author', 'scores'])
  })

  it.each([
    ['links.count >= 0 || scores.toxic > 0.5', 'So it is'],
    ['links.count > 0 && scores.toxic > 0.5', undefined],
    ['scores.toxic > 0.5 && links.count > 0', undefined],
    ['!(scores.toxic > 0.5)', 'Could not be judged (scores missing): So it is'],
    ['scores.toxic > 0.5 ? links.count > 0 : links.count > 1', undefined],
    ['author.firstComment ? scores.toxic > 0.5 : links.count == 0', 'So it is'],
  ])('decides nothing that the rest decides without it: %s', (when, message) => {
    expect(evaluate(one(when), noScores).reasons[0]?.message).toBe(message)
  })

  it('may be the text itself', () => {
    expect(evaluate(one('text.has(banned)'), readingsWith()).missing).toEqual(['text'])
  })

  it('is also a condition that fails while it runs: it holds, and the failure is handed on', () => {
    const { verdict, reasons, failures } = evaluate(one('1 / 0 > 1'), readingsWith())
    expect(verdict).toBe('hold')
    expect(reasons[0]?.message).toBe('Could not be judged (its condition failed): So it is')
    expect(failures).toMatchObject([
      { rule: 'one', cause: { message: expect.stringContaining('division by zero') } },
    ])
  })
})
