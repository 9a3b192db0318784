import fc from 'fast-check'
import { expect, test } from 'vitest'
import { breakGluedWords, highest, overlapOf, windowsOf } from '../../src/model/windows.js'

test.each([
  { tokens: 0, expected: [{ start: 0, end: 0 }] },
  { tokens: 100, expected: [{ start: 0, end: 100 }] },
  {
    tokens: 101,
    expected: [
      { start: 0, end: 63 },
      { start: 38, end: 101 },
    ],
  },
  {
    tokens: 175,
    expected: [
      { start: 0, end: 100 },
      { start: 75, end: 175 },
    ],
  },
])('$tokens tokens in windows of 100', ({ tokens, expected }) => {
  expect(windowsOf(tokens, 100, 25)).toEqual(expected)
})

test('windows fit, cover all tokens, and keep any neighbours within the overlap together', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 8, max: 512 }), (tokens, size) => {
      const overlap = overlapOf(size)
      const windows = windowsOf(tokens, size, overlap)
      expect(windows[0]?.start).toBe(0)
      expect(windows.at(-1)?.end).toBe(tokens)
      for (const [i, { start, end }] of windows.entries()) {
        expect(end - start).toBeGreaterThan(0)
        expect(end - start).toBeLessThanOrEqual(size)
        if (i > 0) expect((windows[i - 1]?.end ?? 0) - start).toBeGreaterThanOrEqual(overlap)
      }
    }),
  )
})

test('a text is as toxic as its worst window, label by label', () => {
  expect(
    highest([
      [0.1, 0.9],
      [0.7, 0.2],
    ]),
  ).toEqual([0.7, 0.9])
})

test('only words that the tokenizer could not look into are broken', () => {
  const sentence = `A well-spelt sentence, with a link: https://news.example/${'a-b/'.repeat(60)}`
  expect(breakGluedWords(sentence)).toBe(sentence)
  expect(
    breakGluedWords('x'.repeat(250))
      .split(' ')
      .map((word) => word.length),
  ).toEqual([90, 90, 70])
})
