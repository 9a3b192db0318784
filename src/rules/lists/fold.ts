import type { Normalised, Offsets } from '../../domain/normalise.js'

/** What stands between two letters, from nothing to a sentence's end. */
export const gaps = {
  none: 0,
  /** Nothing in the normalised text, though the reader wrote something: `s h i t`, or an unseen character. */
  joined: 1,
  /** One sign that a word can be broken with: `sh-it`. */
  mark: 2,
  blank: 3,
  /** A few signs, or the apostrophe of `she'll`: an entry of several words may be parted by it, one word may not. */
  wide: 4,
  far: 5,
} as const

/** A run of three or more of a letter, which the normaliser has cut to two. */
export const longRun = 3
/** A pair at the text's end: nothing tells whether the normaliser has cut it. */
export const lastRun = 4

/**
 * The letters and digits of a text in small, runs of a letter as one, with what stands before each. All arrays but
 * `gaps` have `length` entries in use; `gaps` has one more, for what follows the last letter.
 */
export type Folded = {
  length: number
  codes: Uint32Array
  runs: Uint8Array
  gaps: Uint8Array
  /** Where the run stands in the normalised text. */
  starts: Uint32Array
  ends: Uint32Array
}

const letter = /[\p{L}\p{N}\p{M}]/u
const marks = new Set([..."-._*~·•|`'’‘´‐‑‒–"].map((sign) => sign.codePointAt(0)))
const apostrophes = new Set([..."'’‘´`"].map((sign) => sign.codePointAt(0)))
const contraction = /^(?:s|t|d|m|ll|re|ve)(?![\p{L}\p{N}])/iu
const sentenceEnd = /[.!?…]\s/
const widest = 3

export const isDigit = (code: number) => code >= 48 && code <= 57

/** The small letter or digit that a code point stands for; 0 when it is neither. */
export function letterOf(code: number): number {
  if (code < 128) {
    if ((code >= 97 && code <= 122) || isDigit(code)) return code
    return code >= 65 && code <= 90 ? code + 32 : 0
  }
  const char = String.fromCodePoint(code)
  return letter.test(char) ? (char.toLowerCase().codePointAt(0) ?? 0) : 0
}

function gapOf(text: string, from: number, to: number): number {
  const code = text.charCodeAt(from)
  if (to - from === 1) {
    if (code === 32 || code === 10) return gaps.blank
    if (!marks.has(code)) return gaps.wide
    return apostrophes.has(code) && contraction.test(text.slice(to, to + 3)) ? gaps.wide : gaps.mark
  }
  return to - from > widest || sentenceEnd.test(text.slice(from, to)) ? gaps.far : gaps.wide
}

function emptyOf(size: number): Folded {
  return {
    length: 0,
    codes: new Uint32Array(size),
    runs: new Uint8Array(size),
    gaps: new Uint8Array(size + 1).fill(gaps.far),
    starts: new Uint32Array(size),
    ends: new Uint32Array(size),
  }
}

/** Whether the reader wrote something between this place of the normalised text and the one before it. */
function dropsBefore({ starts, ends }: Offsets, at: number): boolean {
  return at > 0 && at < starts.length && (starts[at] ?? 0) > (ends[at - 1] ?? 0)
}

/** The normaliser cuts a run to its first two letters, and what it cut is missing behind them. */
function markLongRuns(folded: Folded, offsets: Offsets): void {
  const size = offsets.starts.length
  for (let at = 0; at < folded.length; at += 1) {
    const end = folded.ends[at] ?? 0
    const isPair = folded.runs[at] === 2 && !dropsBefore(offsets, end - 1)
    if (isPair && end === size) folded.runs[at] = lastRun
    if (!isPair || !dropsBefore(offsets, end)) continue
    folded.runs[at] = longRun
    if (folded.gaps[at + 1] === gaps.joined) folded.gaps[at + 1] = gaps.none
  }
}

/** Reads the letter that a code point at a place of the text stands for; 0 for none. */
export type LetterReader = (code: number, at: number, text: string) => number

/** Folds a normalised text, in one pass; `read` decides which signs are letters. */
export function fold({ text, offsets }: Normalised, read: LetterReader = letterOf): Folded {
  const folded = emptyOf(text.length)
  const { codes, runs, starts, ends } = folded
  let last = -1
  for (let at = 0, width = 1; at < text.length; at += width) {
    const point = text.codePointAt(at) ?? 0
    width = point > 0xffff ? 2 : 1
    const code = read(point, at, text)
    if (code === 0) continue
    const end = last < 0 ? at : (ends[last] ?? 0)
    const gap = end < at ? gapOf(text, end, at) : dropsBefore(offsets, at) ? gaps.joined : gaps.none
    // A digit is never a slip of the finger: 1488 is not 148.
    const runsOn = last >= 0 && code === codes[last] && gap <= gaps.joined && !isDigit(code)
    if (!runsOn) {
      last += 1
      codes[last] = code
      starts[last] = at
      folded.gaps[last] = last === 0 ? gaps.far : gap
    }
    runs[last] = runsOn ? 2 : 1
    ends[last] = at + width
  }
  folded.length = last + 1
  folded.gaps[last + 1] = gaps.far
  markLongRuns(folded, offsets)
  return folded
}
