import { expect, test } from 'vitest'
import { disguises, obfuscate, randomOf } from '../../../bench/eval/obfuscate.js'

const isToxic = (word: string) => word === 'idiots'
const disguised = (way: string, text = 'Such Idiots everywhere') =>
  obfuscate(text, disguises[way]!, isToxic, randomOf(7))

test.each([
  ['leet', 'Such 1d10t$ everywhere'],
  ['dots', 'Such I.d.i.o.t.s everywhere'],
  ['spaces', 'Such I d i o t s everywhere'],
  ['zero_width', 'Such I\u200bd\u200bi\u200bo\u200bt\u200bs everywhere'],
  ['cyrillic', 'Such іdіоtѕ everywhere'],
  ['full_width', 'Such Ｉｄｉｏｔｓ everywhere'],
  ['bold', 'Such 𝐈𝐝𝐢𝐨𝐭𝐬 everywhere'],
])('%s hides only the toxic word', (way, expected) => {
  expect(disguised(way)).toBe(expected)
})

test.each([
  ['repeats', /^Such (?=.*(.)\1\1)[Idiots]{8,} everywhere$/i],
  ['swapped', /^Such I(ido|doi|dito|diost)\w* everywhere$/],
  ['star', /^Such I(d\*ots|di\*ts) everywhere$/],
])('%s leaves the word readable', (way, expected) => {
  expect(disguised(way)).toMatch(expected)
})

test('there are ten ways, and each gives the same again', () => {
  expect(Object.keys(disguises)).toHaveLength(10)
  for (const way of Object.keys(disguises)) expect(disguised(way)).toBe(disguised(way))
})

test('without a known word, every word of four letters and more is hidden', () => {
  expect(disguised('dots', 'You are such filth')).toBe('You are s.u.c.h f.i.l.t.h')
})
