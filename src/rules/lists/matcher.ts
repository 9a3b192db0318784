import type { Span } from '../../domain/decision.js'
import { type Normalised, toOriginal } from '../../domain/normalise.js'
import { automatonOf } from './automaton.js'
import { type Folded, fold, longRun } from './fold.js'
import { hasLeet, isLeet, leetLetterOf } from './leet.js'
import { verify } from './pattern.js'
import type { Pattern, Severity, WordList } from './word-list.js'

export type ListMatch = Span & { severity: Severity }

/** Where the entries of one list stand in a text, in its order and none within another; offsets into the reader's text. */
export type Matches = readonly ListMatch[]

export type ListMatcher = {
  /** The matches of each list, by the list's place in what the matcher was made of. */
  find: (text: Normalised) => readonly Matches[]
  /** How many steps the search in a text took, for whoever doubts that it grows with the text alone. */
  steps: (text: Normalised) => number
}

/** The most matches of a list that are counted in a comment: a receipt of a hostile one must stay small. */
export const mostMatches = 100

type Candidate = Span & { kind: Kind }

type Kind = Severity | 'except'

/** `slot` is one for each list and kind. */
type Listed = { pattern: Pattern; list: number; kind: Kind; slot: number }

const kinds: readonly Kind[] = ['mild', 'strong', 'except']

function listedIn({ entries, exceptions }: WordList, list: number): Listed[] {
  const listed = (pattern: Pattern, kind: Kind) => ({
    pattern,
    list,
    kind,
    slot: list * kinds.length + kinds.indexOf(kind),
  })
  return [
    ...entries.map(({ pattern, severity }) => listed(pattern, severity)),
    ...exceptions.map(({ pattern }) => listed(pattern, 'except')),
  ]
}

/** Leaves out what lies in an exception. */
function unexcepted(candidates: readonly Candidate[]): Candidate[] {
  // From the end of the text: an exception that ends here or later and begins here or before holds the match.
  const fromTheEnd = candidates.toSorted(
    (a, b) => b.end - a.end || Number(b.kind === 'except') - Number(a.kind === 'except'),
  )
  let exceptedFrom = Number.POSITIVE_INFINITY
  return fromTheEnd.filter((one) => {
    if (one.kind !== 'except') return one.start < exceptedFrom
    exceptedFrom = Math.min(exceptedFrom, one.start)
    return false
  })
}

/** Joins what overlaps, in the order of the text. */
function joined(candidates: readonly Candidate[]): ListMatch[] {
  const found: ListMatch[] = []
  for (const { start, end, kind } of candidates.toSorted((a, b) => a.start - b.start)) {
    const severity = kind === 'strong' ? kind : 'mild'
    const before = found.at(-1)
    if (!before || start >= before.end) found.push({ start, end, severity })
    else {
      before.end = Math.max(before.end, end)
      if (severity === 'strong') before.severity = 'strong'
    }
  }
  return found.slice(0, mostMatches)
}

/** The reader's own characters from one letter to another, the rest of a run that the normaliser has cut among them. */
function spanOf({ offsets }: Normalised, { starts, ends, runs }: Folded, first: number, last: number): Span {
  const end = ends[last] ?? 0
  const span = toOriginal(offsets, { start: starts[first] ?? 0, end })
  const next = runs[last] === longRun ? offsets.starts[end] : undefined
  return { start: span.start, end: next ?? span.end }
}

type Found = (one: Listed, folded: Folded, first: number, last: number) => void

function searcher(lists: readonly WordList[]) {
  const listed = lists.flatMap(listedIn)
  const automaton = automatonOf(listed.map(({ pattern }) => pattern.codes))
  // Where the newest match of each list and kind ends. The automaton names the longest of the words that end at a place
  // first, and shorter ones of the same kind add nothing to it.
  const newest = new Int32Array(lists.length * kinds.length)
  return (folded: Folded, found: Found): number => {
    let verified = 0
    newest.fill(-1)
    const scanned = automaton.scan(folded.codes, folded.length, (index, end) => {
      const one = listed[index]
      if (!one || newest[one.slot] === end) return
      const first = end - one.pattern.codes.length + 1
      verified += one.pattern.codes.length
      const last = verify(one.pattern, folded, first)
      if (last < 0) return
      newest[one.slot] = end
      found(one, folded, first, last)
    })
    return scanned + verified
  }
}

/** A figure that was read as a letter makes a disguise of a longer word only: "a55" is a road. */
const shortestDisguised = 4

/** Makes one finder of all lists together: however many there are, a text is gone through once. */
export function listMatcher(lists: readonly WordList[]): ListMatcher {
  const search = searcher(lists)

  const candidatesIn = (text: Normalised) => {
    const candidates: Candidate[][] = lists.map(() => [])
    const found: Found = ({ list, kind }, folded, first, last) =>
      candidates[list]?.push({ ...spanOf(text, folded, first, last), kind })
    let steps = search(fold(text), found)
    if (hasLeet(text.text))
      steps += search(fold(text, leetLetterOf), (one, folded, first, last) => {
        const written = text.text.slice(folded.starts[first], folded.ends[last])
        if (one.pattern.codes.length >= shortestDisguised && isLeet(written)) found(one, folded, first, last)
      })
    return { candidates, steps }
  }
  return {
    find: (text) => candidatesIn(text).candidates.map((found) => joined(unexcepted(found))),
    steps: (text) => candidatesIn(text).steps,
  }
}
