import type { Span } from '../domain/decision.js'
import { withoutTags } from './visible-text.js'

/** A comment's text with disguised addresses written plainly, and where each part of it stands in the reader's own. */
export type Refanged = {
  text: string
  /** Whether anything in this stretch of `text` was disguised. */
  isDisguised: (span: Span) => boolean
  toOriginal: (span: Span) => Span
}

const bracketed = (word: string) =>
  String.raw`(?<=[\p{L}\p{N}]) ?[[({] ?(?:${word}) ?[\])}] ?(?=[\p{L}\p{N}])`
const scheme = (s: string) =>
  String.raw`(?<=^|[^\p{L}\p{N}])h(?:xx|\*\*|tt)p${s}(?:(?:\[:\]|:)\/\/|\[:\/\/\])`

/** How addresses are written so that people see them and programs do not, and what is meant. */
const disguises: readonly { name: string; pattern: string; plain: string }[] = [
  { name: 'https', pattern: scheme('s'), plain: 'https://' },
  { name: 'http', pattern: scheme(''), plain: 'http://' },
  // One dot leader, ideographic, full-width, half-width and small full stops, a Lisu tone: all pass for a dot.
  {
    name: 'dot',
    pattern: String.raw`${bracketed(String.raw`\.|d[o0]t`)}|(?<=[\p{L}\p{N}])[․。．｡﹒ꓸ](?=[\p{L}\p{N}])|&(?:#46|#x2e|period);`,
    plain: '.',
  },
  { name: 'at', pattern: `${bracketed('@|at')}|&(?:#64|#x40|commat);`, plain: '@' },
  { name: 'colon', pattern: '&(?:#58|#x3a|colon);', plain: ':' },
  { name: 'slash', pattern: '&(?:#47|#x2f|sol);', plain: '/' },
  // Soft hyphen, zero-width characters, marks of direction.
  { name: 'unseen', pattern: String.raw`[\u00ad\u200b-\u200f\u2060\ufeff]`, plain: '' },
]
const fullWidth = String.raw`[\uff01-\uff0d\uff0f-\uff5e]`
const disguise = new RegExp(
  [...disguises.map(({ name, pattern }) => `(?<${name}>${pattern})`), fullWidth].join('|'),
  'giu',
)

function plainOf(found: string, groups: Record<string, string | undefined> = {}): string {
  const known = disguises.find(({ name }) => groups[name] !== undefined)
  return known ? known.plain : found.normalize('NFKC')
}

/** A stretch of the plain text that stands for one of the original, character for character if both are as long. */
type Piece = { from: number; to: number; original: Span }

/** The index of the last of the sorted places that is at or before `at`, or -1. */
function lastAtOrBefore(places: readonly number[], at: number): number {
  let [low, high] = [0, places.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((places[middle] ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}

const isPlain = ({ from, to, original }: Piece) => to - from === original.end - original.start

function mapping(pieces: readonly Piece[]): (span: Span) => Span {
  const places = pieces.map(({ from }) => from)
  return (span) => {
    const first = pieces[lastAtOrBefore(places, span.start)]
    const last = pieces[lastAtOrBefore(places, span.end - 1)]
    if (!first || !last) return span
    return {
      start: first.original.start + (isPlain(first) ? span.start - first.from : 0),
      end: isPlain(last) ? last.original.start + span.end - last.from : last.original.end,
    }
  }
}

/** Undoes the disguises of addresses in a comment, and only those: for finding links and e-mail addresses. */
export function refang(body: string): Refanged {
  const visible = withoutTags(body)
  const pieces: Piece[] = []
  const disguisedAt: number[] = []
  let length = 0
  let at = 0
  let text = ''
  const add = (piece: string, original: Span) => {
    if (piece === '') return
    pieces.push({ from: length, to: length + piece.length, original })
    text += piece
    length += piece.length
  }
  for (const { 0: found, index, groups } of visible.matchAll(disguise)) {
    const plain = plainOf(found, groups)
    if (plain === found.toLowerCase()) continue
    add(visible.slice(at, index), { start: at, end: index })
    disguisedAt.push(length)
    at = index + found.length
    add(plain, { start: index, end: at })
  }
  add(visible.slice(at), { start: at, end: visible.length })
  return {
    text,
    isDisguised: ({ start, end }) =>
      lastAtOrBefore(disguisedAt, end - 1) > lastAtOrBefore(disguisedAt, start - 1),
    toOriginal: mapping(pieces),
  }
}
