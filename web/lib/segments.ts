import type { Span } from '../../src/domain/decision.js'

/** A stretch of text, and which of the span lists it lies in. */
export type Segment = { text: string; marks: number[] }

type Marked = { spans: readonly Span[] }

// Spans come from elsewhere: what lies outside the text, or the wrong way round, marks nothing.
const within = (text: string, { start, end }: Span): Span => ({
  start: Math.max(0, Math.min(start, text.length)),
  end: Math.max(0, Math.min(end, text.length)),
})

const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff

// Half a surrogate pair is no character: an edge inside one moves outwards.
const splits = (text: string, at: number) => at > 0 && at < text.length && isLow(text.charCodeAt(at))
const whole = (text: string, { start, end }: Span): Span => ({
  start: splits(text, start) ? start - 1 : start,
  end: splits(text, end) ? end + 1 : end,
})

/**
 * Cuts a text where marks begin and end, so that overlapping ones can be drawn side by side. Joined, the segments are
 * the text again.
 */
export function segments(text: string, marked: readonly Marked[]): Segment[] {
  const spans = marked.flatMap((one, mark) =>
    one.spans
      .map((span) => ({ mark, ...whole(text, within(text, span)) }))
      .filter(({ start, end }) => start < end),
  )
  const edges = [...new Set([0, text.length, ...spans.flatMap(({ start, end }) => [start, end])])].sort(
    (a, b) => a - b,
  )
  return edges.slice(0, -1).map((start, index) => {
    const end = edges[index + 1] ?? text.length
    const inside = spans.filter((span) => span.start <= start && span.end >= end)
    return { text: text.slice(start, end), marks: [...new Set(inside.map(({ mark }) => mark))] }
  })
}
