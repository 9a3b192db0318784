import { expect, it, test } from 'vitest'
import { normalise, toOriginal } from '../../src/domain/normalise.js'
import { readingOf } from '../../src/model/reading.js'

const reading = (text: string) => readingOf(normalise(text), undefined)
const words = (text: string) => reading(text).text.replace(/ +/g, ' ').trim()

test.each([
  ['an animal', '🐒', 'monkey'],
  ['a face among words', 'ha😂ha', 'ha face with tears of joy ha'],
  ['a selector', '❤️', 'red heart'],
  ['a skin tone', '👋🏽', 'waving hand medium skin tone'],
  ['a joined sequence', '👨‍👩‍👧', 'family man woman girl'],
  ['a joined sequence with a tone', '👨🏿‍🦱', 'man curly hair dark skin tone'],
  ['a flag', '🇩🇪', 'flag germany'],
  ['two flags', '🇩🇪🇫🇷', 'flag germany flag france'],
  ['two in a row', '🐒🐒', 'monkey monkey'],
  ['two hands of two tones', '👋🏻👋🏿', 'waving hand light skin tone waving hand dark skin tone'],
  ['a keycap, which is its digit', '1️⃣', '1'],
  ['a tone alone', '🏿', 'dark skin tone'],
  ['one half of a flag', '🇩', '🇩'],
])('%s', (_, text, expected) => {
  expect(words(text)).toBe(expected)
})

it('leads from each word of a name back to the whole emoji', () => {
  const text = 'Look: 👨🏿‍🦱!'
  const { text: named, offsets } = reading(text)
  const start = named.indexOf('curly')
  const span = toOriginal(offsets, { start, end: start + 'curly'.length })
  expect(text.slice(span.start, span.end)).toBe('👨🏿‍🦱')
})

it('leaves a text without emoji as it is', () => {
  const given = normalise('Nothing to see, 3 © and ™.')
  expect(readingOf(given, undefined).text.replace(/ +/g, ' ')).toContain('Nothing to see, 3')
})
