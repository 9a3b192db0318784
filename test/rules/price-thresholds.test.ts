import { expect, it } from 'vitest'
import { shareOf, stratified } from '../../src/rules/shares.js'
import { type CountedThreshold, priceThresholds, tooFew } from '../../src/rules/thresholds.js'

it('knows nothing of no cases', () => {
  expect(shareOf(0, 0)).toBeUndefined()
})

const stratum = (all: number, hits: number, cases: number) => ({ all, hits, cases })

it('counts each part by how many there are in it, however many were looked into', () => {
  const found = stratified([stratum(900, 1, 10), stratum(100, 90, 90)])
  expect(found?.share).toBeCloseTo(0.19)
  expect(found?.low).toBeCloseTo(
    0.19 - Math.hypot(0.9 * (0.1 - shareOf(1, 10)!.low), 0.1 * (1 - shareOf(90, 90)!.low)),
  )
  expect(found?.high).toBeCloseTo(0.19 + 0.9 * (shareOf(1, 10)!.high - 0.1))
})

it('takes a part that nobody looked into for anything, and knows nothing when it is a large one', () => {
  expect(stratified([stratum(95, 50, 50), stratum(5, 0, 0)])).toMatchObject({ share: 1, high: 1 })
  expect(stratified([stratum(95, 50, 50), stratum(5, 0, 0)])?.low).toBeLessThan(0.95)
  expect(stratified([stratum(80, 50, 50), stratum(20, 0, 0)])).toBeUndefined()
  expect(stratified([stratum(0, 0, 0)])).toBeUndefined()
})

const at = (threshold: number, more: Partial<CountedThreshold> = {}): CountedThreshold => ({
  threshold,
  precision: 0.5,
  recall: 0.5,
  flagged: 0.1,
  decisions: 0,
  published: 0,
  rejected: 0,
  ...more,
})
const price = (...thresholds: CountedThreshold[]) =>
  priceThresholds({ thresholds, rows: 1_000, days: 10, secondsPerItem: 30 })

it('counts for a threshold all that reach it, and prices them', () => {
  const [low, high] = price(
    at(0.1, { decisions: 300, published: 60, rejected: 10 }),
    at(0.5, { decisions: 100, published: 10, rejected: 30 }),
  )
  expect(low).toMatchObject({ threshold: 0.1, itemsPerDay: 40, minutesPerDay: 20, reviewed: 110 })
  expect(high).toMatchObject({ threshold: 0.5, itemsPerDay: 10, minutesPerDay: 5, reviewed: 40 })
  expect(high?.precision).toEqual(shareOf(30, 40))
})

it('expects misses from what moderators rejected and what the model finds, between the worst of both bounds', () => {
  // 1,000 rows of which a tenth are found, half of them rightly, and half of what there is: 100 have the label.
  const [one] = price(at(0.5, { decisions: 100, published: 10, rejected: 30 }))
  expect(one?.recall).toEqual(shareOf(50, 100))
  // Ten a day, of which 7.5 are right: half of what there is.
  expect(one?.missesPerDay?.expected).toBeCloseTo(7.5)
  const precision = shareOf(30, 40)
  const recall = shareOf(50, 100)
  expect(one?.missesPerDay?.low).toBeCloseTo((10 * precision!.low * (1 - recall!.high)) / recall!.high)
  expect(one?.missesPerDay?.high).toBeCloseTo((10 * precision!.high * (1 - recall!.low)) / recall!.low)
})

const unknown: [string, Partial<CountedThreshold>][] = [
  ['no moderator decided on any', { decisions: 100 }],
  ['nothing that has the label was found', { decisions: 100, rejected: 9, recall: 0, precision: null }],
]
it.each(unknown)('expects nothing where %s', (_, more) => {
  expect(price(at(0.1), at(0.5, more))[1]?.missesPerDay).toBeUndefined()
})

it.each([
  [1_000, 100, undefined],
  [999, 100, /^There are 999 decisions .* and 100 moderators' verdicts on them; under 1,000 and 100 /],
  [5_000, 99, /^There are 5,000 decisions .* and 99 moderators' verdicts/],
])('takes %i decisions and %i verdicts for enough or not', (decisions, verdicts, sentence) => {
  const said = tooFew({ decisions, verdicts })
  if (sentence) expect(said).toMatch(sentence)
  else expect(said).toBeUndefined()
})
