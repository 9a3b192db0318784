import { expect, it } from 'vitest'
import { thresholdTable } from '../../src/commands/rules-thresholds-report.js'
import type { PricedThreshold } from '../../src/rules/thresholds.js'

const priced = (more: Partial<PricedThreshold> = {}): PricedThreshold => ({
  threshold: 0.5,
  itemsPerDay: 12.4,
  minutesPerDay: 6.2,
  reviewed: 1_200,
  precision: { share: 0.74, low: 0.71, high: 0.76 },
  recall: { share: 0.47, low: 0.38, high: 0.57 },
  missesPerDay: { expected: 10.3, low: 6.6, high: 15.4 },
  ...more,
})
const cells = (line: string | undefined) => line?.trim().split(/ {2,}/)

it('says what a threshold costs and misses, a line each', () => {
  const [heads, line] = thresholdTable([priced()])
  expect(cells(heads)).toEqual([
    'from',
    'items a day',
    'minutes a day',
    'moderators reject',
    'finds',
    'misses a day',
  ])
  expect(cells(line)).toEqual(['0.50', '12', '6.2', '74 % (71–76) by 1,200', '47 % (38–57)', '10 (6.6–15)'])
})

it('says where nothing is known, and where all is missed', () => {
  const blind = priced({ precision: undefined, missesPerDay: undefined, reviewed: 0 })
  const none = priced({ recall: { share: 0, low: 0, high: 0.04 }, missesPerDay: undefined })
  const [, first, second] = thresholdTable([blind, none])
  expect(cells(first)?.slice(3)).toEqual(['not known by 0', '47 % (38–57)', 'not known'])
  expect(cells(second)?.at(-1)).toBe('all')
})

it('leaves out what lies above the first threshold that nothing reaches', () => {
  const empty = priced({ itemsPerDay: 0, minutesPerDay: 0 })
  expect(thresholdTable([priced(), empty, empty])).toHaveLength(3)
})
