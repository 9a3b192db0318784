import type { Normalised } from '../domain/normalise.js'

/** What is read in place of [start, end) of a text. */
export type Replacement = { start: number; end: number; text: string }

/** The text with the replacements made, which come in order; each unit of one leads back to all that it stands for. */
export function replaceAll(given: Normalised, replacements: readonly Replacement[]): Normalised {
  if (replacements.length === 0) return given
  const parts: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  let at = 0
  const keepUntil = (until: number) => {
    parts.push(given.text.slice(at, until))
    for (; at < until; at++) {
      starts.push(given.offsets.starts[at] ?? 0)
      ends.push(given.offsets.ends[at] ?? 0)
    }
  }
  for (const { start, end, text } of replacements) {
    keepUntil(start)
    parts.push(text)
    for (let unit = 0; unit < text.length; unit++) {
      starts.push(given.offsets.starts[start] ?? 0)
      ends.push(given.offsets.ends[end - 1] ?? 0)
    }
    at = end
  }
  keepUntil(given.text.length)
  return { text: parts.join(''), offsets: { starts, ends } }
}
