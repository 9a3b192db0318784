import { describe, expect, it } from 'vitest'
import { binomialTest, wilson } from '../../src/rules/binomial.js'
import { bandOf, type Count, leavesBand } from '../../src/rules/guard.js'

const day = (matched: number, judged: number): Count => ({ matched, judged })
const days = (...matched: number[]) => matched.map((count) => day(count, 1_000))

// The expected figures are those of scipy.stats.binom, sf and cdf.
it.each([
  [5, 10, 0.5, 1],
  [8, 10, 0.5, 0.109375],
  [2, 10, 0.5, 0.109375],
  [10, 10, 0.5, 0.001953125],
  [0, 100, 0.05, 0.0118410584],
  [15, 100, 0.05, 0.0002717085],
  [1_000, 100_000, 0.01, 1],
  [1_100, 100_000, 0.01, 0.0018235606],
  [930, 100_000, 0.01, 0.0257678968],
])('%i of %i where %d is usual is as probable as %d', (hits, cases, share, expected) => {
  expect(binomialTest(hits, cases, share)).toBeCloseTo(expected, 7)
})

it.each([
  [0, 100, 0, 0.037],
  [1, 10, 0.0179, 0.4042],
  [50, 100, 0.4038, 0.5962],
  [100, 100, 0.963, 1],
])('%i of %i lies between %d and %d', (hits, cases, low, high) => {
  const found = wilson(hits, cases)
  expect(found.low).toBeCloseTo(low, 4)
  expect(found.high).toBeCloseTo(high, 4)
})

describe('the band', () => {
  it('reaches from the lowest day to the highest, widened by how little each says', () => {
    const band = bandOf(days(20, 30, 25))
    expect(band).toMatchObject({ days: 3, low: wilson(20, 1_000).low, high: wilson(30, 1_000).high })
  })

  const tooLittle: [string, Count[]][] = [
    ['no day', []],
    ['two days', days(20, 30)],
    ['a third day of 99 comments', [...days(20, 30), day(3, 99)]],
  ]
  it.each(tooLittle)('is not known from %s', (_, some) => {
    expect(bandOf(some)).toBeUndefined()
  })
})

describe('an hour', () => {
  const usual = bandOf(days(20, 30, 25)) ?? { low: 0, high: 0, days: 0 }
  const seldom = bandOf(days(0, 0, 0)) ?? usual
  const often = bandOf(days(500, 520, 510)) ?? usual
  const always = bandOf(days(1_000, 1_000, 1_000)) ?? usual
  it.each([
    ['as on any day', day(10, 400), usual, 1, false],
    ['a little more, which chance explains', day(24, 400), usual, 1, false],
    ['four times as often', day(48, 400), usual, 1, true],
    ['everything, but only 29 comments', day(29, 29), usual, 1, false],
    ['everything, of 30 comments', day(30, 30), usual, 1, true],
    ['nothing where little is expected', day(0, 100), usual, 1, false],
    ['nothing where half is usual', day(0, 30), often, 1, true],
    ['once where it never was', day(1, 400), seldom, 1, false],
    ['ten times where it never was', day(10, 400), seldom, 1, true],
    ['never where it always was', day(0, 100), always, 1, true],
    ['always where it always was', day(100, 100), always, 1, false],
    ['remarkable for one rule', day(33, 400), usual, 1, true],
    ['what one of 200 rules does by chance', day(33, 400), usual, 200, false],
  ] as const)('%s', (_, hour, band, rules, expected) => {
    expect(leavesBand(hour, band, rules)).toBe(expected)
  })
})
