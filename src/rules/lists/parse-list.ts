import { suggest } from '../suggest.js'
import { patternOf } from './pattern.js'
import {
  type ListEntry,
  type ListException,
  type Severity,
  severities,
  type Way,
  type WordList,
  ways,
} from './word-list.js'

/** What is wrong in a list, and where; lines and columns count from 1. */
export type ListFault = { line: number; column: number; message: string }

/** The most entries and exceptions that a list can have. */
const mostEntries = 50_000
const longestLine = 500
const mostFaults = 20

type Line = { text: string; line: number }

type Marks = { severity?: Severity; way?: Way }

const known: readonly string[] = [...severities, ...ways]

function readMark(marks: Marks, word: string): string | undefined {
  const severity = severities.find((one) => one === word)
  const way = ways.find((one) => one === word)
  if (!severity && !way)
    return `no mark \`${word}\`${suggest(word, known) || `: there is ${known.join(', ')}`}`
  if (severity && marks.severity) return `is \`${marks.severity}\` already: only one of mild, strong`
  if (way && marks.way) return `is \`${marks.way}\` already: only one of word, stem, inside`
  if (severity) marks.severity = severity
  if (way) marks.way = way
  return undefined
}

function readMarks({ text, line }: Line, bar: number, faults: ListFault[]): Marks {
  const marks: Marks = {}
  if (bar < 0) return marks
  for (const found of text.slice(bar + 1).matchAll(/[^\s,]+/g)) {
    const message = readMark(marks, found[0])
    if (message) faults.push({ line, column: bar + 2 + found.index, message })
  }
  return marks
}

const shown = (text: string) => `"${text.slice(0, 60)}"`

function readEntry(one: Line, faults: ListFault[]): ListEntry | undefined {
  const bar = one.text.indexOf('|')
  const text = (bar < 0 ? one.text : one.text.slice(0, bar)).trim().toLowerCase()
  const { severity = 'mild', way = 'word' } = readMarks(one, bar, faults)
  const pattern = patternOf(text, way)
  const { line } = one
  if (!('fault' in pattern)) return { text, severity, line, pattern }
  faults.push({ line, column: 1, message: `the entry ${shown(text)} ${pattern.fault}` })
  return undefined
}

function readException({ text: whole, line }: Line, faults: ListFault[]): ListException | undefined {
  const bar = whole.indexOf('|')
  if (bar >= 0) faults.push({ line, column: bar + 1, message: 'an exception has no marks' })
  const text = whole.trim().slice(1).trim().toLowerCase()
  const pattern = patternOf(text, 'word')
  if (!('fault' in pattern)) return { text, line, pattern }
  faults.push({ line, column: 1, message: `the exception ${shown(text)} ${pattern.fault}` })
  return undefined
}

/** The lines without notes and blank ones. A note begins with `#` after a blank: `c# developer` is an entry. */
function linesOf(text: string): Line[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, at) => ({ text: line.replace(/(?:^|\s)#.*$/, '').trimEnd(), line: at + 1 }))
    .filter((line) => line.text !== '')
}

function addEntry(entries: Map<string, ListEntry>, entry: ListEntry, faults: ListFault[]): void {
  const before = entries.get(entry.text)
  if (before && (before.severity !== entry.severity || before.pattern.way !== entry.pattern.way))
    faults.push({
      line: entry.line,
      column: 1,
      message: `${shown(entry.text)} stands in line ${before.line} with other marks`,
    })
  entries.set(entry.text, before ?? entry)
}

/**
 * Reads a list: an entry a line (`shit | strong stem`), `- shitake` for what must not be found, `#` for notes. What cannot
 * be read is in `faults`, the first twenty.
 */
export function parseList(text: string): { list: WordList; faults: readonly ListFault[] } {
  const lines = linesOf(text)
  const faults: ListFault[] = []
  const entries = new Map<string, ListEntry>()
  const exceptions = new Map<string, ListException>()
  if (lines.length > mostEntries) faults.push({ line: 1, column: 1, message: 'has more than 50,000 entries' })
  else
    for (const one of lines) {
      if (faults.length >= mostFaults) break
      if (one.text.length > longestLine)
        faults.push({ line: one.line, column: 1, message: 'is longer than 500 characters' })
      else if (/^\s*-\s/.test(one.text)) {
        const exception = readException(one, faults)
        if (exception) exceptions.set(exception.text, exception)
      } else {
        const entry = readEntry(one, faults)
        if (entry) addEntry(entries, entry, faults)
      }
    }
  const list = { entries: [...entries.values()], exceptions: [...exceptions.values()] }
  return { list, faults: faults.slice(0, mostFaults) }
}
