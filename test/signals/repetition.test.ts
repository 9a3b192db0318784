import { describe, expect, it } from 'vitest'
import { repetitionSignals } from '../../src/signals/repetition.js'
import { circumstancesWith } from './circumstances.js'

const [run, words] = repetitionSignals
const read = (body: string) => run!.read(circumstancesWith({ body }))

describe('repetition', () => {
  it.each([
    ['soooo good', 4, 'oooo'],
    ['NoOoOoO way', 6, 'oOoOoO'],
    ['what?!!!!!', 5, '!!!!!'],
    ['ha 😀😀😀😀', 4, '😀😀😀😀'],
    ['aaa bbbb', 4, 'bbbb'],
    ['soo good', 0, undefined],
    ['1000000000', 0, undefined],
    ['----------', 0, undefined],
    ['wait......', 0, undefined],
    ['a      b', 0, undefined],
    ['', 0, undefined],
  ])('of one sign in %j is %i long', (body, length, seen) => {
    const reading = read(body)
    expect(reading?.value).toBe(length)
    expect(reading?.spans?.map(({ start, end }) => body.slice(start, end))[0]).toBe(seen)
  })

  it.each([
    ['buy now buy now', 0.5],
    ['buy buy buy buy', 0.75],
    ['Buy, BUY! <b>buy</b>', 2 / 3],
    ['The council voted seven to four', 0],
    ['one two three four five six seven eight nine ten eleven one', 0],
    ['', 0],
  ])('of words in %j is %f', (body, share) => {
    expect(words!.read(circumstancesWith({ body }))?.value).toBeCloseTo(share)
  })

  it('of words is the same share in a long text as in a short one', () => {
    const once = 'The council voted seven to four on its bridge and then the mayor went home for a night. '
    const share = (body: string) => Number(words!.read(circumstancesWith({ body }))?.value)
    expect(share(once.repeat(40))).toBeLessThan(share(once) + 0.1)
  })
})
