/**
 * Text under way through the normaliser: one entry a UTF-16 unit (or, before the first pass has split them, a short
 * piece), each with where it began and ended in the reader's text. Parallel arrays, because a comment passes through
 * six passes and an object a character would cost more than the work itself.
 */
export interface Run {
  chars: string[]
  starts: number[]
  ends: number[]
}

export function emptyRun(): Run {
  return { chars: [], starts: [], ends: [] }
}

/** Appends text that stands for [start, end) of the original, one entry a code point. */
export function push(run: Run, text: string, start: number, end: number): void {
  for (const char of text) {
    run.chars.push(char)
    run.starts.push(start)
    run.ends.push(end)
  }
}

/** Copies one entry, under another character when one is given. */
export function copy(from: Run, at: number, to: Run, char = from.chars[at] ?? ''): void {
  push(to, char, from.starts[at] ?? 0, from.ends[at] ?? 0)
}

const LETTER = /^\p{L}$/u

export function isLetter(char: string | undefined): boolean {
  if (char === undefined) return false
  const code = char.charCodeAt(0)
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
  return LETTER.test(char)
}

export function isDigit(char: string | undefined): boolean {
  return char !== undefined && char.length === 1 && char >= '0' && char <= '9'
}

export function isSpace(char: string | undefined): boolean {
  return char !== undefined && /^\s$/u.test(char)
}
