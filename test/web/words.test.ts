import { describe, expect, it } from 'vitest'
import { ago, nameOf, titleOf } from '../../web/lib/words.js'

describe('what an article and a reader are called', () => {
  it.each([
    ['The ferry', 'n-1', 'The ferry'],
    [null, 'n-1', 'n-1'],
    ['', 'n-1', 'n-1'],
    [' \t\n', 'n-1', 'n-1'],
    ['\u200B\u00AD\u2060\uFE0F', 'n-1', 'n-1'],
    ['\u202E', ' ', 'untitled article'],
    ['😀', 'n-1', '😀'],
    ['.', 'n-1', '.'],
  ])('title %j with the id %j is “%s”', (title, id, words) => {
    expect(titleOf({ title, id })).toBe(words)
  })

  it('a reader without a name goes by the id, and without one that can be seen is said to have none', () => {
    expect(nameOf({ name: ' ', id: 'a-7' })).toBe('a-7')
    expect(nameOf({ name: null, id: '\u200B' })).toBe('unnamed reader')
  })
})

it.each([
  [20, 'just now'],
  [240, '4m ago'],
  [7_300, '2h ago'],
])('%i seconds are “%s”', (seconds, words) => {
  expect(ago(new Date(1_000_000_000_000).toISOString(), 1_000_000_000_000 + seconds * 1_000)).toBe(words)
})
