import { RE2JS } from 're2js'
import type { Span } from '../domain/decision.js'
import { type Normalised, normalise, type TextSpan, toOriginal } from '../domain/normalise.js'
import { listMatcher, mostMatches } from './lists/matcher.js'
import type { Severity, WordList } from './lists/word-list.js'

/** A stretch of the reader's own text in which something was found; what a list calls mild is not marked. */
export type TextMatch = Span & { severity?: Severity }

/**
 * Where each thing that a rule set looks for in a text was found, an empty list for nowhere. Lists go by their name, what
 * stands in a condition itself as it is written there: `contains("buy")`.
 */
export type TextMatches = Readonly<Record<string, readonly TextMatch[]>>

/** What can be looked for in a text beside lists. `pattern` is RE2's, and checked. */
export type Sought = { method: 'contains' | 'startsWith' | 'endsWith' | 'matches'; text: string }

type Find = (text: string) => TextSpan[]

function occurrences(sought: string): Find {
  return (text) => {
    const found: TextSpan[] = []
    for (let at = text.indexOf(sought); at >= 0 && found.length < mostMatches; ) {
      found.push({ start: at, end: at + sought.length })
      at = text.indexOf(sought, at + sought.length)
    }
    return found
  }
}

// The text is in small letters, and an expression may have been written with capitals.
const compile = (pattern: string) => RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE)

function expression(pattern: string): Find {
  const compiled = compile(pattern)
  return (text) => {
    const found: TextSpan[] = []
    const matcher = compiled.matcher(text)
    while (found.length < mostMatches && matcher.find())
      found.push({ start: matcher.start(), end: matcher.end() })
    return found
  }
}

function finderOf({ method, text: sought }: Sought): Find {
  switch (method) {
    case 'contains':
      return occurrences(sought)
    case 'startsWith':
      return (text) => (text.startsWith(sought) ? [{ start: 0, end: sought.length }] : [])
    case 'endsWith':
      return (text) =>
        text.endsWith(sought) ? [{ start: text.length - sought.length, end: text.length }] : []
    case 'matches':
      return expression(sought)
  }
}

/** In small letters, where that moves no character: some capitals (`İ`) become two characters, and stay as they are. */
function small(text: string): string {
  const lowered = text.toLowerCase()
  return lowered.length === text.length ? lowered : text.replace(/[A-Z]/g, (one) => one.toLowerCase())
}

/** Makes one finder of all that a rule set looks for in a text. */
export function textFinder(
  lists: ReadonlyMap<string, WordList>,
  others: ReadonlyMap<string, Sought>,
): (text: Normalised) => TextMatches {
  const names = [...lists.keys()]
  const matcher = listMatcher([...lists.values()])
  const finders = [...others].map(([name, sought]) => [name, finderOf(sought)] as const)
  return (text) => {
    const found: Record<string, readonly TextMatch[]> = Object.create(null)
    for (const [at, matches] of matcher.find(text).entries())
      found[names[at] ?? ''] = matches.map(({ start, end, severity }) =>
        severity === 'strong' ? { start, end, severity } : { start, end },
      )
    const lowered = finders.length > 0 ? small(text.text) : ''
    for (const [name, find] of finders)
      found[name] = find(lowered).map((span) => toOriginal(text.offsets, span))
    return found
  }
}

/** A text of a condition as the comment's text would show it: normalised and small, blanks at its ends kept. */
export function asNormalised(written: string): string {
  const [, before = '', core = '', after = ''] = /^(\s*)(.*?)(\s*)$/su.exec(written) ?? []
  return `${before && ' '}${small(normalise(core).text)}${after && ' '}`
}

/** The most instructions of a compiled expression: each character of a comment costs at most so many steps. */
const largestProgram = 500

// `(a+)+` says no more than `a+`; where expressions backtrack, it never ends.
const repeatedRepetition = /\((?:\?:)?(?:\\.|\[[^\]]*\]|[^\\()[\]])[+*]\)[+*{]/

/** What is wrong with an expression, or undefined. Expressions are RE2's: what would need backtracking is not in them. */
export function expressionFault(pattern: string): string | undefined {
  if (repeatedRepetition.test(pattern)) return 'repeats what repeats already: write `a+` for `(a+)+`'
  try {
    const compiled = compile(pattern)
    if (compiled.programSize() > largestProgram)
      return 'is too large once compiled: use fewer or smaller repetitions'
    return compiled.matcher('').find()
      ? 'is found in an empty text: it would be found in every comment'
      : undefined
  } catch (error) {
    return `is not taken: ${error instanceof Error ? error.message : String(error)}`
  }
}
