import { stripHtml } from './normalise-html.js'
import type { Run } from './normalise-run.js'
import { foldLookalikes, foldUnicode } from './normalise-unicode.js'
import { collapseSpace, foldLeet, joinSpaced, squeezeRepeats } from './normalise-words.js'

export interface Offsets {
  /** For each UTF-16 unit of the normalised text, where what it stands for begins in the reader's text … */
  readonly starts: readonly number[]
  /** … and where that ends. */
  readonly ends: readonly number[]
}

export interface Normalised {
  readonly text: string
  readonly offsets: Offsets
}

export interface TextSpan {
  readonly start: number
  readonly end: number
}

/**
 * The reader's text without markup and without the disguises that the eye sees through: what word lists, fingerprints and,
 * by way of src/model/reading.ts, the model read. The model was trained on it, so a change here asks for a new model.
 * Every pass is linear in the text's length.
 */
export function normalise(text: string): Normalised {
  const passes = [foldUnicode, foldLookalikes, collapseSpace, joinSpaced, foldLeet, squeezeRepeats]
  return finish(passes.reduce((run: Run, pass) => pass(run), stripHtml(text)))
}

/** The reader's own characters behind [start, end) of the normalised text, in UTF-16 offsets. */
export function toOriginal(offsets: Offsets, span: TextSpan): TextSpan {
  const last = offsets.ends.length
  const start = offsets.starts[Math.max(0, span.start)] ?? offsets.ends[last - 1] ?? 0
  if (span.end <= span.start) return { start, end: start }
  return { start, end: offsets.ends[Math.min(span.end, last) - 1] ?? start }
}

/** A code point of two units is one entry until here; offsets are asked for by the unit. */
function finish(run: Run): Normalised {
  const starts: number[] = []
  const ends: number[] = []
  for (let at = 0; at < run.chars.length; at++) {
    for (let unit = 0; unit < (run.chars[at]?.length ?? 0); unit++) {
      starts.push(run.starts[at] ?? 0)
      ends.push(run.ends[at] ?? 0)
    }
  }
  return { text: run.chars.join(''), offsets: { starts, ends } }
}
