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

export type PhraseMatcher = (text: string) => boolean

/** Finds any of the entries as whole words, in one pass over the text: `ass` is not in `class`. */
export function phraseMatcher(entries: readonly string[]): PhraseMatcher {
  // As written, and as the text's own normaliser writes it: the text says `naive` where the list says `naïve`.
  const phrases = entries
    .flatMap((entry) => [wordsOf(entry), wordsOf(normalise(entry).text)])
    .filter((words) => words.length > 0 && words.length <= longestEntry)
  const known = new Set(phrases.map((words) => words.join(' ')))
  const lengths = [...new Set(phrases.map((words) => words.length))]
  return (text) => {
    const words = wordsOf(text)
    return words.some((_, at) => lengths.some((length) => known.has(words.slice(at, at + length).join(' '))))
  }
}
