import { normalise } from '../../domain/normalise.js'
import { type Folded, fold, gaps, isDigit, lastRun, longRun } from './fold.js'
import type { Pattern, Way } from './word-list.js'

/** The most letters and words of an entry, which bound what one place of a text can cost. */
export const longestEntry = 100
const mostWords = 8
/** Inside words, two letters are everywhere. */
const shortestInside = 3

/** An entry as the normaliser and the folding see it, as they see the text that it is looked for in. */
export function patternOf(entry: string, way: Way): Pattern | { fault: string } {
  const { length, codes, runs, gaps: between } = fold(normalise(entry))
  if (length === 0) return { fault: 'has no letter or digit' }
  if (length > longestEntry) return { fault: `has ${length} letters: ${longestEntry} are the most` }
  const opensWord = Array.from({ length }, (_, at) => (between[at] ?? 0) > gaps.joined)
  const words = opensWord.filter(Boolean).length
  if (words > mostWords) return { fault: `has ${words} words: ${mostWords} are the most` }
  if (way === 'inside' && length < shortestInside)
    return { fault: `is too short for \`inside\`: ${shortestInside} letters are the least` }
  return {
    codes: [...codes.slice(0, length)],
    // The end of an entry is no end of a comment: there a pair is a pair.
    runs: runs.slice(0, length).map((run) => Math.min(run, 2)),
    opensWord,
    way,
    plural: pluralOf(codes.slice(0, length), runs),
  }
}

// "Tims" is the plural of a name on a list, "times" is not; and two letters and an s are too often another word.
function pluralOf(codes: Uint32Array, runs: Uint8Array): RegExp | undefined {
  const letters = codes.reduce((sum, _, at) => sum + (runs[at] ?? 0), 0)
  if (letters < 3) return undefined
  return /(?:[sxz]|[cs]h)$/.test(String.fromCodePoint(...codes)) ? /^e?s$/ : /^s$/
}

/** Whether a word can begin at a letter of the text. */
function isStart({ gaps: between }: Folded, at: number): boolean {
  const before = between[at] ?? gaps.far
  return before > gaps.joined || (before === gaps.joined && (between[at + 1] ?? 0) !== gaps.none)
}

/** Whether a word can end with a letter of the text. */
function isEnd({ gaps: between }: Folded, at: number): boolean {
  const after = between[at + 1] ?? gaps.far
  return after > gaps.joined || (after === gaps.joined && (between[at] ?? 0) !== gaps.none)
}

/** The last letter of the word that a letter stands in, `most` letters on at the furthest. */
function wordEnd({ gaps: between, length }: Folded, at: number, most = length): number {
  let end = at
  while (end < at + most && end + 1 < length && (between[end + 1] ?? 0) <= gaps.joined) end += 1
  return end
}

const longestEnding = 2

/** Where a match ends, with a plural's ending or the rest of a stem's word; -1 when it ends within another word. */
function endOf(pattern: Pattern, text: Folded, last: number): number {
  if (isEnd(text, last)) return last
  if (pattern.way === 'stem') return wordEnd(text, last)
  const end = wordEnd(text, last, longestEnding + 1)
  if (end > last + longestEnding || text.runs[end] === 2 || text.runs[end] === lastRun) return -1
  const rest = String.fromCodePoint(...text.codes.subarray(last + 1, end + 1))
  return pattern.plural?.test(rest) ? end : -1
}

/** A pair that ends a text may be a longer run, but "pass" at the end is no disguise of a short entry. */
const shortestCut = 4

const isRun = (run: number, wanted: number | undefined, letters: number) =>
  run === wanted || run === longRun || (run === lastRun && (wanted === 2 || letters >= shortestCut))

/** Whether what stands between two letters of one word of an entry leaves them one word. */
function isWithin(gap: number, code: number, before: number): boolean {
  // 14-88 and 14.88 are no disguise of 1488.
  return isDigit(code) && isDigit(before) ? gap === gaps.none : gap <= gaps.blank
}

/** Whether the blanks within a word spell it out: "f u ck" has one piece of more than a letter, "pen is" is two. */
function isSpelt({ codes, opensWord }: Pattern, between: (at: number) => number): boolean {
  const inside = codes.map((_, at) => (at === 0 || opensWord[at] ? -1 : between(at)))
  const blanks = inside.filter((gap) => gap === gaps.blank).length
  const pieces = inside.filter((gap, at) => gap === gaps.none && inside[at - 1] !== gaps.none).length
  return blanks === 0 || (blanks >= 2 && pieces <= 1)
}

/** Whether the letters from `first` on are the entry's, in number and in what stands between them. */
function isSpelling(pattern: Pattern, text: Folded, first: number): boolean {
  const { codes, runs, opensWord } = pattern
  const between = (at: number) => text.gaps[first + at] ?? gaps.far
  return (
    codes.every((code, at) => {
      if (!isRun(text.runs[first + at] ?? 0, runs[at], codes.length)) return false
      if (at === 0) return true
      return opensWord[at] ? between(at) <= gaps.wide : isWithin(between(at), code, codes[at - 1] ?? 0)
    }) && isSpelt(pattern, between)
  )
}

/** Whether the letters stand next to one another: in the middle of a word, a sign between two is chance (`was-hit`). */
const isWhole = ({ gaps: between }: Folded, first: number, last: number) =>
  between.subarray(first + 1, last + 1).every((gap) => gap <= gaps.joined)

/**
 * Where a pattern stands whose letters are those of the text from `first` on: the index of its last letter, -1 when what
 * is between and around the letters makes it another word.
 */
export function verify(pattern: Pattern, text: Folded, first: number): number {
  const begins = isStart(text, first)
  // The cheapest question first: most of what is not meant begins within another word.
  if ((!begins && pattern.way !== 'inside') || !isSpelling(pattern, text, first)) return -1
  const last = first + pattern.codes.length - 1
  const end = begins ? endOf(pattern, text, last) : -1
  if (end >= 0 || pattern.way !== 'inside') return end
  return isWhole(text, first, last) ? last : -1
}
