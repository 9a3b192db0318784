import { LEET } from '../domain/normalise-words.js'
import { type HarshWords, squeeze } from './harsh-words.js'
import type { Replacement } from './replace.js'

// Letters and digits with signs between or after them; what follows a word in a sentence is cut off below.
const token = /(?<![\p{L}\p{N}])[a-z0-9@$][a-z0-9@$!*#._-]{2,}(?!\p{L})/giu
// Longer than any disguise of three words; a hostile text costs no more than an honest one.
const longestToken = 40
const leastPart = 4
const mostParts = 3

/** The words of a normalised text that are harsh ones in disguise, each with what it is. */
export function unmask(text: string, harsh: HarshWords): Replacement[] {
  const found: Replacement[] = []
  for (const { 0: whole, index: start } of text.matchAll(token)) {
    if (whole.length > longestToken) continue
    const bare = whole.replace(/[!._-]+$/u, '').toLowerCase()
    if (bare.length < leastPart || harsh.words.has(bare) || harsh.innocent.has(bare)) continue
    let at = start
    const read = wordsOf(bare, harsh)
    for (const { text: word, length } of read) {
      found.push({ start: at, end: at + length, text: at === start ? word : ` ${word}` })
      at += length
    }
  }
  return found
}

type Part = { text: string; length: number }

/** What the token is, with how much of it each word takes; nothing if it is no disguise. */
function wordsOf(bare: string, harsh: HarshWords): Part[] {
  const one = oneWord(bare, harsh)
  if (one !== undefined) return [{ text: one, length: bare.length }]
  return (/^[a-z]+$/u.test(bare) ? gluedWords(bare, harsh, mostParts) : undefined) ?? []
}

function oneWord(bare: string, harsh: HarshWords): string | undefined {
  if (/^[a-z]+$/u.test(bare)) return harsh.swapped.get(bare) ?? harsh.squeezed.get(squeeze(bare))
  if (/^[a-z][a-z*#._-]+$/u.test(bare)) return starredWord(bare, harsh)
  return /^[a-z0-9@$!]+$/u.test(bare) ? leetWord(bare, harsh) : undefined
}

/** `1diot`: signs that the normaliser leaves, because before or after a word most are what they say. */
function leetWord(bare: string, harsh: HarshWords): string | undefined {
  if (bare.replace(/[^a-z]/gu, '').length < 3) return undefined
  const letters = bare.replace(/[^a-z]/gu, (sign) => LEET[sign] ?? sign)
  return [letters, bare.replaceAll('1', 'l').replace(/[^a-z]/gu, (sign) => LEET[sign] ?? sign)]
    .map((word) => (harsh.words.has(word) ? word : harsh.squeezed.get(squeeze(word))))
    .find((word) => word !== undefined)
}

/** `st*pid`, `f**k`, `st.upid`: signs in place of letters or between them. */
function starredWord(bare: string, harsh: HarshWords): string | undefined {
  const letters = bare.replace(/[^a-z]/gu, '')
  if (harsh.words.has(letters) && /[a-z]$/u.test(bare)) return letters
  // The squeezed run of three stands for more; a dot or a dash for one letter, since they also join words.
  const joiner = /[._-]/u.test(bare)
  const fits = joiner ? bare.replace(/[._-]/gu, '[a-z]') : bare
  if (letters.length < 2 || (joiner && (letters.length !== bare.length - 1 || letters.length < leastPart)))
    return undefined
  const pattern = new RegExp(`^${fits.replace(/[*#]{3,}/gu, '[a-z]{3,8}').replace(/[*#]/gu, '[a-z]')}$`, 'u')
  return (harsh.byFirst.get(bare.charAt(0)) ?? []).find((word) => pattern.test(word))
}

/** `stupididiot`: two or three harsh words in a row, the longest first word first. */
function gluedWords(rest: string, harsh: HarshWords, most: number): Part[] | undefined {
  if (harsh.words.has(rest) && most < mostParts) return [{ text: rest, length: rest.length }]
  if (most === 1) return undefined
  for (let end = rest.length - leastPart; end >= leastPart; end--) {
    const word = rest.slice(0, end)
    const after = harsh.words.has(word) ? gluedWords(rest.slice(end), harsh, most - 1) : undefined
    if (after) return [{ text: word, length: end }, ...after]
  }
  return undefined
}
