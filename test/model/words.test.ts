import { expect, test } from 'vitest'
import { mergeWords, passagesOf, wordsOf } from '../../src/model/words.js'

const found = (text: string) => wordsOf(text).map(({ start, end }) => text.slice(start, end))

test.each([
  ['You fool, go!', ['You', 'fool', 'go']],
  ["don't f**k it up", ["don't", 'f**k', 'it', 'up']],
  ['*stars* and 42 numbers', ['stars', 'and', 'numbers']],
  ['naïve Ödipus 😀 дурак', ['naïve', 'Ödipus', 'дурак']],
  ['', []],
])('the words of %j', (text, expected) => {
  expect(found(text)).toEqual(expected)
})

test('passages hold all of the text, 80 words each', () => {
  const text = ` ${'word '.repeat(170)}!`
  const words = wordsOf(text)
  const passages = passagesOf(text, words)
  expect(passages).toHaveLength(3)
  expect(passages.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text)
  for (const { start, end, passage } of words) {
    expect(start).toBeGreaterThanOrEqual(passages[passage]!.start)
    expect(end).toBeLessThanOrEqual(passages[passage]!.end)
  }
})

test('neighbours become one, and what stands between others keeps them apart', () => {
  const text = 'stupid old fool, a liar'
  const chosen = wordsOf(text).filter(({ start }) => start !== 17)
  expect(mergeWords(text, chosen).map(({ start, end }) => text.slice(start, end))).toEqual([
    'stupid old fool',
    'liar',
  ])
})
