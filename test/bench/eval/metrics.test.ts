import { describe, expect, test } from 'vitest'
import { accuracyBy, macroF1 } from '../../../bench/eval/classes.js'
import { auc, ranks, spearman } from '../../../bench/eval/rank.js'
import { bins, binsByScore, calibrationError, weighTo } from '../../../bench/eval/reliability.js'
import { codePointOffsets, spanF1 } from '../../../bench/eval/span-f1.js'
import { clearedAt, workload } from '../../../bench/eval/workload.js'

describe('ranks', () => {
  test('equal values share the mean of their places', () => {
    expect(ranks([0.3, 0.1, 0.3, 0.9])).toEqual([2.5, 1, 2.5, 4])
  })

  test.each([
    ['all in order', [0.1, 0.2, 0.8, 0.9], [false, false, true, true], 1],
    ['all against it', [0.9, 0.8, 0.2, 0.1], [false, false, true, true], 0],
    // Of the four pairs three are in order.
    ['one pair wrong', [0.1, 0.6, 0.5, 0.9], [false, false, true, true], 0.75],
    ['a tie counts half', [0.5, 0.5], [false, true], 0.5],
  ])('AUC, %s', (_, scores, positive, expected) => {
    expect(auc(scores, positive)).toBeCloseTo(expected, 12)
  })

  test.each([
    ['the same order', [1, 2, 3], [10, 20, 90], 1],
    ['the reverse', [1, 2, 3], [3, 2, 1], -1],
    // 1 − 6·Σd²/(n(n²−1)) with d = 0, 1, 1, 0.
    ['two neighbours changed', [1, 2, 3, 4], [1, 3, 2, 4], 0.8],
    // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / √(4.5 · 5).
    ['with a tie', [1, 2, 2, 3], [1, 2, 3, 4], 4.5 / Math.sqrt(22.5)],
  ])('Spearman, %s', (_, a, b, expected) => {
    expect(spearman(a, b)).toBeCloseTo(expected, 12)
  })
})

describe('classes', () => {
  const row = (guess: boolean, truth: boolean, name = '') => ({ guess, truth, name })
  const guesses = [row(true, true, 'b'), row(true, false, 'a'), row(false, true, 'a'), row(false, false, 'b')]

  test('macro-F1 is the mean of both classes’ F1', () => {
    expect(macroF1(guesses)).toBe(0.5)
    // Yes: 2·1/(1+2) = 2/3; no: 2·2/(3+2) = 4/5.
    const four = [row(true, true), row(false, true), row(false, false), row(false, false)]
    expect(macroF1(four)).toBeCloseTo((2 / 3 + 4 / 5) / 2, 12)
  })

  test('a class that is neither guessed nor there counts nothing', () => {
    expect(macroF1([row(true, true)])).toBe(0.5)
  })

  test('accuracy is told name by name, in their order', () => {
    expect(Object.entries(accuracyBy(guesses, ({ name }) => name))).toEqual([
      ['a', 0],
      ['b', 1],
    ])
  })
})

describe('workload', () => {
  const rows = [
    ...[0.1, 0.2, 0.3, 0.6].map((score) => ({ score, toxic: false })),
    ...[0.25, 0.7, 0.8, 0.9].map((score) => ({ score, toxic: true })),
  ]

  test.each([
    [1, 0.5],
    [0.75, 1],
    [0.5, 1],
  ])('catching %f of the toxic leaves %f of the clean unseen', (caught, cleared) => {
    expect(clearedAt(rows, caught)).toBe(cleared)
  })

  test('nothing lies under the lowest threshold and everything under the highest', () => {
    const points = workload(rows)
    expect(points[0]).toEqual({ threshold: 0.1, cleared: 0, missed: 0 })
    expect(points.at(-1)).toEqual({ threshold: Number.POSITIVE_INFINITY, cleared: 1, missed: 1 })
  })
})

describe('reliability', () => {
  const row = (score: number, toxic: boolean, weight = 1) => ({ score, toxic, weight })

  test('bins have equal mass', () => {
    const rows = [row(0.1, false), row(0.2, false), row(0.6, false), row(0.8, true)]
    expect(bins(rows, 2)).toEqual([
      { said: expect.closeTo(0.15), found: 0, weight: 2 },
      { said: expect.closeTo(0.7), found: 0.5, weight: 2 },
    ])
    // (2 · 0.15 + 2 · 0.2) / 4
    expect(calibrationError(rows, 2)).toBeCloseTo(0.175, 12)
  })

  test('a picture’s bins have equal width, and those of few rows are left out', () => {
    const rows = [
      ...Array.from({ length: 10 }, (_, i) => row(0.05, i === 0)),
      ...Array.from({ length: 9 }, () => row(0.5, true)),
      ...Array.from({ length: 10 }, () => row(1, true)),
    ]
    expect(binsByScore(rows, 10)).toEqual([
      { said: expect.closeTo(0.05), found: 0.1, weight: 10 },
      { said: 1, found: 1, weight: 10 },
    ])
  })

  test('equal scores are in one bin', () => {
    expect(bins([row(0.5, true), row(0.5, false), row(0.5, false), row(0.5, true)], 4)).toHaveLength(1)
  })

  test('a set is weighed to another share', () => {
    const weighed = weighTo(0.1, [row(0.9, true), row(0.2, false), row(0.4, true)])
    expect(weighed.map(({ weight }) => weight)).toEqual([0.05, 0.9, 0.05])
    expect(calibrationError(weighTo(0.5, [row(0.5, true), row(0.5, false)]), 10)).toBe(0)
  })
})

describe('spans', () => {
  test.each([
    ['half of it found', [1, 2], [1, 2, 3, 4], 2 / 3],
    ['nothing there, nothing said', [], [], 1],
    ['nothing there, something said', [1], [], 0],
    ['something there, nothing said', [], [1], 0],
  ])('F1, %s', (_, predicted, gold, expected) => {
    expect(spanF1(new Set(predicted), new Set(gold))).toBeCloseTo(expected, 12)
  })

  test('offsets count a sign of two units once', () => {
    expect([...codePointOffsets('😀 fool', [{ start: 3, end: 7 }])]).toEqual([2, 3, 4, 5])
    expect([...codePointOffsets('a😀b', [{ start: 1, end: 3 }])]).toEqual([1])
  })
})
