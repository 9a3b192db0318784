import type { Span } from '../domain/decision.js'

const word = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu

/** Words, parted by white space or punctuation; an apostrophe or a hyphen inside keeps one whole. */
export const wordsOf = (text: string): string[] => text.match(word) ?? []

export type PlacedWord = { word: string; span: Span }

/** The same with their places; small letters and one kind of apostrophe, for comparing them. */
export function placedWords(text: string): PlacedWord[] {
  return [...text.matchAll(word)].map(({ 0: found, index }) => ({
    word: found.normalize('NFKC').toLowerCase().replaceAll('’', "'"),
    span: { start: index, end: index + found.length },
  }))
}
