import type { Span } from '../../src/domain/decision.js'

/** The offsets in code points, as the gold has them, of stretches that are counted in UTF-16 units. */
export function codePointOffsets(text: string, spans: readonly Span[]): Set<number> {
  const offsets = new Set<number>()
  let unit = 0
  let at = 0
  for (const char of text) {
    const begin = unit
    unit += char.length
    if (spans.some(({ start, end }) => begin < end && unit > start)) offsets.add(at)
    at += 1
  }
  return offsets
}

/**
 * F1 of one post's character offsets, as SemEval-2021 task 5 scores it: where nothing is toxic, 1 for saying nothing
 * and else 0.
 */
export function spanF1(predicted: ReadonlySet<number>, gold: ReadonlySet<number>): number {
  if (gold.size === 0) return predicted.size === 0 ? 1 : 0
  const both = [...predicted].filter((offset) => gold.has(offset)).length
  return (2 * both) / (predicted.size + gold.size)
}
