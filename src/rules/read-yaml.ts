import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Pair,
  parseDocument,
  visit,
} from 'yaml'
import { messageOf } from '../domain/errors.js'
import type { Problem } from './problem.js'

/** The largest rule file, in bytes. Words belong in lists. */
const largestFile = 256_000

export type Path = readonly PropertyKey[]

/** A YAML document with the way back from any part of it, and from any character of a text in it, to its place. */
export type Source = {
  value: unknown
  problems: Problem[]
  problemAt: (path: Path, message: string, offsetInText?: number) => Problem
}

type Place = (offset: number, message: string) => Problem

// These names reach into every object in JavaScript; no honest rule file has a use for them.
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype'])

function keyProblem(pair: Pair, at: Place): Problem | undefined {
  const { key } = pair
  const offset = isNode(key) ? (key.range?.[0] ?? 0) : 0
  if (!isScalar(key) || typeof key.value !== 'string') return at(offset, 'a key must be plain text')
  return forbiddenKeys.has(key.value) ? at(offset, `\`${key.value}\` cannot be a key`) : undefined
}

/** What YAML allows and a rule file has no need of. Aliases are the bombs of YAML, tags its trapdoors. */
function strangeParts(doc: Document, at: Place): Problem[] {
  const found: Problem[] = []
  visit(doc, {
    Pair: (_, pair) => {
      const problem = keyProblem(pair, at)
      if (problem) found.push(problem)
    },
    Node: (_, node) => {
      const offset = node.range?.[0] ?? 0
      if (isAlias(node)) found.push(at(offset, 'aliases (`*name`) are not taken: write the value out'))
      else if (node.tag && !node.tag.startsWith('tag:yaml.org,2002:'))
        found.push(at(offset, 'tags (`!name`) are not taken'))
    },
  })
  return found
}

/** Where a part of the document begins: the part itself, or the nearest part around it that is there. */
function offsetOf(doc: Document, path: Path): number {
  for (let end = path.length; end > 0; end -= 1) {
    const around = doc.getIn(path.slice(0, end - 1), true) ?? doc.contents
    const last = path[end - 1]
    const pair = isMap(around)
      ? around.items.find(({ key }) => isScalar(key) && key.value === last)
      : undefined
    const node = isNode(pair?.value) ? pair.value : doc.getIn(path.slice(0, end), true)
    if (isNode(node) && node.range) return node.range[0]
    if (isScalar(pair?.key) && pair.key.range) return pair.key.range[0]
  }
  return 0
}

/** The place of a character within a text, when the file shows that text as it is (plain or simply quoted). */
function offsetWithin(source: string, doc: Document, path: Path, offset: number): number {
  const start = offsetOf(doc, path)
  const text = doc.getIn(path)
  if (typeof text !== 'string') return start
  const shown = [start, start + 1].find((from) => source.startsWith(text, from))
  return shown === undefined ? start : shown + offset
}

// The parser is recursive: a file of nothing but brackets ends its stack, which it reports as any other error.
const yamlFault = (message: string) =>
  message.includes('call stack') ? 'is nested too deeply' : `is not YAML: ${message}`

function parse(source: string, lines: LineCounter): Document.Parsed | string {
  try {
    return parseDocument(source, { lineCounter: lines, prettyErrors: false, schema: 'core', merge: false })
  } catch (error) {
    return yamlFault(messageOf(error))
  }
}

/** Reads YAML without trusting it: size, nesting, aliases, tags and keys are checked before a value is made of it. */
export function readYaml(source: string, file: string): Source {
  const lines = new LineCounter()
  const at: Place = (offset, message) => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), message }
  }
  const refused = (problems: Problem[]): Source => ({
    value: undefined,
    problems,
    problemAt: (_, m) => at(0, m),
  })

  if (Buffer.byteLength(source) > largestFile)
    return refused([at(0, 'is larger than 256 kB: move words into lists')])
  const doc = parse(source, lines)
  if (typeof doc === 'string') return refused([at(0, doc)])
  const broken = [...doc.errors, ...doc.warnings]
    .slice(0, 20)
    .map(({ pos, message }) => at(pos[0], yamlFault(message)))
  if (broken.length > 0) return refused(broken)
  const strange = strangeParts(doc, at)
  if (strange.length > 0) return refused(strange.slice(0, 20))
  return {
    value: doc.toJS({ maxAliasCount: 0 }),
    problems: [],
    problemAt: (path, message, offset) =>
      at(offset === undefined ? offsetOf(doc, path) : offsetWithin(source, doc, path, offset), message),
  }
}
