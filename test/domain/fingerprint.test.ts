import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fewestSharedBands, fingerprint } from '../../src/domain/fingerprint.js'

const text =
  'the council voted seven to four on the bridge, and the mayor has not said a word about the cost of it.'

function shared(one: string, other: string): number {
  const bands = new Set(fingerprint('site', one))
  return fingerprint('site', other).filter((band) => bands.has(band)).length
}

describe('a fingerprint', () => {
  it.each([
    [text.replace('seven', 'nine'), true],
    [text.replace('bridge', 'bridges').replace('mayor', 'major'), true],
    [`${text} call 555 now!`, true],
    [text.replaceAll(/[.,]/g, ' --- '), true],
    [text.split(' ').reverse().join(' '), false],
    [
      'the bridge is old, and nobody has asked those who cross it what they would pay for another one.',
      false,
    ],
  ])('of %j is like the first: %s', (other, isAlike) => {
    expect(shared(text, other) >= fewestSharedBands).toBe(isAlike)
  })

  it('is none for a text that many write by themselves', () => {
    expect(fingerprint('site', 'i could not agree more!')).toEqual([])
    expect(fingerprint('site', '👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍')).toEqual([])
  })

  it('is another on another site', () => {
    const here = new Set(fingerprint('site', text))
    expect(fingerprint('another', text).filter((band) => here.has(band))).toEqual([])
  })

  // Stored ones would be compared with nothing: a changed fingerprint finds no copies for an hour.
  it('stays what it is', () => {
    expect(fingerprint('site', text).slice(0, 3)).toMatchInlineSnapshot(`
      [
        -559189780,
        1848952203,
        1163555078,
      ]
    `)
  })

  it('is up to sixteen different whole numbers of 32 bits for any text, and ends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 6_000 }), (any) => {
        const bands = fingerprint('site', any)
        expect(bands.length).toBeLessThanOrEqual(16)
        expect(new Set(bands).size).toBe(bands.length)
        expect(bands.every((band) => (band | 0) === band)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })
})
