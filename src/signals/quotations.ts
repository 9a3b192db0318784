import type { Span } from '../domain/decision.js'
import { visibleText } from './visible-text.js'
import { type PlacedWord, placedWords } from './words.js'

/** So many words in the order of the parent or the headline are no accident. */
const fewestWords = 6
/** Where the reader has marked a quotation as one, fewer are enough. */
const fewestMarked = 2

// A line that begins with `>`, in text or in HTML; all that stands in a blockquote.
const quotedLine = /^([ \t]*)(?:>|&gt;).*$/gm
const blockquote = /<blockquote[^<>]*>[\s\S]*?(?:<\/blockquote>|$)/gi
const lineBreak = /<(?:br|\/?p|\/?div|\/?li|\/?blockquote)\b[^<>]{0,100}>/gi

const byStart = (a: Span, b: Span) => a.start - b.start

/** What the reader has marked as words of another. */
function markedStretches(body: string): Span[] {
  // Breaks of HTML become breaks of lines, as long as they were.
  const lines = body.replace(lineBreak, (tag) => `\n${' '.repeat(tag.length - 1)}`)
  return [...lines.matchAll(quotedLine), ...body.matchAll(blockquote)]
    .map(({ 0: found, 1: indent = '', index }) => ({
      start: index + indent.length,
      end: index + found.length,
    }))
    .sort(byStart)
}

/** Every run of `length` words in the texts, as one key each. */
function runsOf(texts: readonly PlacedWord[][], length: number): ReadonlySet<string> {
  const runs = new Set<string>()
  for (const words of texts)
    for (let at = 0; at + length <= words.length; at += 1) runs.add(keyOf(words, at, length))
  return runs
}

function keyOf(words: readonly PlacedWord[], at: number, length: number): string {
  let key = ''
  for (let next = at; next < at + length; next += 1) key += `${words[next]?.word} `
  return key
}

/** The stretches of words that stand in the texts as runs of at least `length`. */
function stretches(words: readonly PlacedWord[], runs: ReadonlySet<string>, length: number): Span[] {
  const found: Span[] = []
  for (let at = 0; at + length <= words.length; at += 1) {
    if (!runs.has(keyOf(words, at, length))) continue
    const [start, end] = [words[at]?.span.start ?? 0, words[at + length - 1]?.span.end ?? 0]
    const last = found.at(-1)
    if (last && start <= last.end) last.end = end
    else found.push({ start, end })
  }
  return found
}

/** A stretch that is marked is set apart as a whole when all of its words stand in one of the texts, in their order. */
function quotedWhole(words: readonly PlacedWord[], runs: (length: number) => ReadonlySet<string>): boolean {
  if (words.length < fewestMarked) return false
  const length = Math.min(words.length, fewestWords)
  for (let at = 0; at + length <= words.length; at += 1)
    if (!runs(length).has(keyOf(words, at, length))) return false
  return true
}

function merged(spans: readonly Span[]): Span[] {
  const found: Span[] = []
  for (const span of spans.toSorted(byStart)) {
    const last = found.at(-1)
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end)
    else found.push({ ...span })
  }
  return found
}

/**
 * The stretches of a comment that repeat what another has written: six words or more in the order in which they stand in one
 * of the `sources`, or fewer where the reader marked them as a quotation. A mark alone is not believed, for anyone can put
 * `>` before an insult of his own.
 */
export function findQuotations(body: string, sources: readonly string[]): Span[] {
  const texts = sources.map((source) => placedWords(visibleText(source))).filter((words) => words.length > 0)
  if (texts.length === 0) return []
  const words = placedWords(visibleText(body))
  const known = new Map<number, ReadonlySet<string>>()
  const runs = (length: number) => {
    const made = known.get(length) ?? runsOf(texts, length)
    known.set(length, made)
    return made
  }
  let next = 0
  const marked = markedStretches(body).filter(({ start, end }) => {
    while (next < words.length && (words[next]?.span.start ?? 0) < start) next += 1
    let after = next
    while (after < words.length && (words[after]?.span.end ?? 0) <= end) after += 1
    return quotedWhole(words.slice(next, after), runs)
  })
  return merged([...marked, ...stretches(words, runs(fewestWords), fewestWords)])
}

/** The comment without them: as many spaces in their place, so that offsets still point into the comment. */
export function withoutQuotations(body: string, quotations: readonly Span[]): string {
  let own = ''
  let at = 0
  for (const { start, end } of quotations) {
    own += body.slice(at, start) + ' '.repeat(end - start)
    at = end
  }
  return own + body.slice(at)
}
