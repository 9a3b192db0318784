import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toPerspectiveScale } from '../../src/model/perspective-scale.js'
import { rebase } from '../../src/model/rebase.js'

// Perspective's usual thresholds and what they are where 8 % of comments are toxic.
test.each([
  [0.17, 0.7],
  [0.26, 0.8],
  [0.44, 0.9],
])('a natural %f on 8 %% is %f on Perspective’s scale', (natural, theirs) => {
  expect(toPerspectiveScale(natural, 0.08)).toBeCloseTo(theirs, 2)
})

test.each([
  [0, 0],
  [0.08, 0.5],
  [1, 1],
])('%f becomes %f', (natural, theirs) => {
  expect(toPerspectiveScale(natural, 0.08)).toBeCloseTo(theirs, 12)
})

test('there and back is where one was, and the order stays', () => {
  const share = fc.double({ min: 0.001, max: 0.9, noNaN: true })
  const probability = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(share, share, probability, probability, (from, to, p, q) => {
      expect(rebase(rebase(p, from, to), to, from)).toBeCloseTo(p, 6)
      if (p <= q) expect(rebase(p, from, to)).toBeLessThanOrEqual(rebase(q, from, to) + 1e-12)
    }),
  )
})
