import type { Span } from '../domain/decision.js'
import { normalise } from '../domain/normalise.js'

// Letters, digits and marks; an apostrophe or a hyphen inside keeps a word whole.
const word = /[\p{L}\p{N}\p{M}]+(?:['’-][\p{L}\p{N}\p{M}]+)*/gu

const wordsOf = (text: string): string[] =>
  text.normalize('NFKC').toLowerCase().replaceAll('’', "'").match(word) ?? []

/** The longest entry, in words: each length in a list costs one look-up a word of the text. */
export const longestEntry = 8

/** The entries of a list file: one a line, trimmed and lower-cased; blank lines and `#` comments left out. */
export function parseList(text: string): string[] {
  const lines = text
    .split(/\r?\n/)
    .map((line) => (/^\s*#/.test(line) ? '' : line.replace(/\s#.*$/, '').trim()))
  return [...new Set(lines.filter((line) => line !== '').map((line) => line.toLowerCase()))]
}

/** Whether an entry can ever be found: it has words, and not too many of them. */
export function entryFault(entry: string): string | undefined {
  const count = wordsOf(entry).length
  if (count === 0) return 'has no letter or digit'
  return count > longestEntry ? `has ${count} words: ${longestEntry} are the most` : undefined
}

/** Where a list's entries stand in a normalised text, in its order. */
export type PhraseFinder = (text: string) => Span[]

/** Finds any of the entries as whole words, in one pass over the text: `ass` is not in `class`. */
export function phraseFinder(entries: readonly string[]): PhraseFinder {
  // As written, and as the text's own normaliser writes it: the text says `naive` where the list says `naïve`.
  const phrases = entries
    .flatMap((entry) => [wordsOf(entry), wordsOf(normalise(entry).text)])
    .filter((words) => words.length > 0 && words.length <= longestEntry)
  const known = new Set(phrases.map((words) => words.join(' ')))
  const lengths = [...new Set(phrases.map((words) => words.length))]
  return (text) => {
    const found = [...text.matchAll(word)]
    const words = found.map(([one]) => wordsOf(one).join(' '))
    return words.flatMap((_, at) =>
      lengths
        .filter((length) => known.has(words.slice(at, at + length).join(' ')))
        .map((length) => {
          const last = found[at + length - 1]
          return { start: found[at]?.index ?? 0, end: (last?.index ?? 0) + (last?.[0].length ?? 0) }
        }),
    )
  }
}
