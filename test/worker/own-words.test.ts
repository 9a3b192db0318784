import { expect, it } from 'vitest'
import { ownWords } from '../../src/worker/own-words.js'

const parent = 'You are all idiots, and the mayor is the worst of you.'

it.each<[string, string, readonly (string | null)[] | undefined, string]>([
  ['what quotes nothing', 'I see it otherwise.', [parent, null], 'I see it otherwise.'],
  ['what quotes', '> You are all idiots\nNot all.', [parent, null], 'Not all.'],
  ['nothing but quotation', '> You are all idiots', [parent, null], '> You are all idiots'],
  ['what may quote', '> You are all idiots\nNot all.', undefined, '> You are all idiots\nNot all.'],
])('the own words of %s are read from %j', (_, body, sources, own) => {
  const found = ownWords(body, sources)
  expect(found.own.text).toBe(own)
  expect(found.whole.text).toBe(body)
  expect(found.own === found.whole).toBe(own === body)
  expect(found.quotations === undefined).toBe(sources === undefined)
})

it('keep their places in the text', () => {
  const { own } = ownWords('> You are all idiots\nNot all.', [parent])
  expect(own.offsets.starts[0]).toBe(21)
})
