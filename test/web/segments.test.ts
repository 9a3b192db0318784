import fc from 'fast-check'
import { expect, it } from 'vitest'
import { segments } from '../../web/lib/segments.js'

const at = (start: number, end: number) => ({ spans: [{ start, end }] })

it.each([
  ['nothing marked', 'abc', [], [['abc', []]]],
  [
    'one stretch',
    'abcdef',
    [at(2, 4)],
    [
      ['ab', []],
      ['cd', [0]],
      ['ef', []],
    ],
  ],
  [
    'two that overlap',
    'abcdef',
    [at(0, 4), at(2, 6)],
    [
      ['ab', [0]],
      ['cd', [0, 1]],
      ['ef', [1]],
    ],
  ],
  [
    'what lies outside',
    'abc',
    [at(2, 99), at(-5, 1), at(2, 1)],
    [
      ['a', [1]],
      ['b', []],
      ['c', [0]],
    ],
  ],
  [
    'half a character',
    'a😀b',
    [at(2, 3)],
    [
      ['a', []],
      ['😀', [0]],
      ['b', []],
    ],
  ],
])('%s is cut where marks begin and end', (_name, text, marked, cut) => {
  expect(segments(text, marked).map((one) => [one.text, one.marks])).toEqual(cut)
})

it('joined, the segments are the text again, whatever the spans', () => {
  const span = fc.record({ start: fc.integer({ min: -5, max: 60 }), end: fc.integer({ min: -5, max: 60 }) })
  const marked = fc.array(fc.record({ spans: fc.array(span, { maxLength: 4 }) }), { maxLength: 4 })
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), marked, (text, all) => {
      expect(
        segments(text, all)
          .map((one) => one.text)
          .join(''),
      ).toBe(text)
    }),
  )
})
