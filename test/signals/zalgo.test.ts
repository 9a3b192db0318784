import { describe, expect, it } from 'vitest'
import { zalgoSignals } from '../../src/signals/zalgo.js'
import { circumstancesWith } from './circumstances.js'

const [perLetter, longestStack] = zalgoSignals
const dripping = 'h\u0300\u0301\u0302\u0303\u0304e\u0316\u0317\u0318\u0319\u031a\u031b'

describe('combining marks', () => {
  it.each([
    ['Plain text', 0, 0],
    ['Việt Nam đã thắng'.normalize('NFC'), 0, 0],
    ['Việt'.normalize('NFD'), 2 / 4, 2],
    ['ไม่เป็นไร', 2 / 7, 1],
    ['שָׁלוֹם', 3 / 4, 2],
    ['❤️ 1️⃣ 👍🏽', 0, 0],
    [dripping, 5.5, 6],
    [`<p>${dripping}</p>`, 5.5, 6],
    ['', 0, 0],
  ])('on %j are %f a letter, %i at most', (body, share, most) => {
    expect(perLetter!.read(circumstancesWith({ body }))?.value).toBeCloseTo(share)
    expect(longestStack!.read(circumstancesWith({ body }))?.value).toBe(most)
  })

  it('are pointed at where they drip', () => {
    const body = `Look: ${dripping} café`.normalize('NFD')
    const spans = longestStack!.read(circumstancesWith({ body }))?.spans ?? []
    expect(spans.map(({ start, end }) => body[start] + String(end - start))).toEqual(['h6', 'e7'])
  })
})
