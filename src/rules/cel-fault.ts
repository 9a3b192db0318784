import type { Fault } from './problem.js'

const typeNames: Record<string, string> = {
  double: 'a number',
  int: 'a number',
  string: 'a text',
  bool: 'true or false',
  null: 'nothing',
}

/** A type of CEL's in the words of the signals' page. */
export const typeName = (type: string) => typeNames[type] ?? (type.startsWith('list<') ? 'a list' : type)

/** What people write for CEL's signs, by how the condition goes on where the parser stopped. */
const meant: [RegExp, string][] = [
  [/^=(?!=)/, 'write `==` to compare'],
  [/^and\b/i, 'write `&&` for "and"'],
  [/^or\b/i, 'write `||` for "or"'],
  [/^not\b/i, 'write `!` for "not"'],
  [/^[“”„‘’]/, 'write plain quotes, `"…"`'],
  [/^&(?!&)/, 'write `&&` for "and"'],
  [/^\|(?!\|)/, 'write `||` for "or"'],
]

/** The parser may stop within a word, `and` at its `d`, and behind `not`, which could be a name. */
function hintAt(when: string, offset: number): string {
  const word = offset - (/(?:\bnot\s+)?[a-z]*$/i.exec(when.slice(0, offset))?.[0].length ?? 0)
  const hint = meant.find(([sign]) => sign.test(when.slice(word)) || sign.test(when.slice(offset)))?.[1]
  return hint ? `: ${hint}` : ''
}

function overloadInWords(left: string, sign: string, right: string): string {
  const [a, b] = [typeName(left), typeName(right)]
  if (sign !== 'in') {
    const numbers = a === 'a number' && b === 'a text' ? ': write numbers without quotes' : ''
    const texts = a === 'a text' && b === 'a number' ? ': write texts in quotes' : ''
    return `\`${sign}\` cannot be between ${a} and ${b}${numbers}${texts}`
  }
  if (!right.startsWith('list<')) return `\`in\` needs a list on its right, not ${b}`
  if (right === 'list<int>' && left === 'double') return 'write whole numbers as `3.0` here'
  return `${a} is never in a list of others`
}

const sentences: [RegExp, (...parts: string[]) => string][] = [
  [/^no such overload: (\S+) (\S+) (\S+)$/, overloadInWords],
  [
    /^no such overload: ([!-])(\w+)$/,
    (sign, type) => `\`${sign}\` cannot stand before ${typeName(type ?? '')}`,
  ],
  [
    /^Logical operator requires bool operands, got '(.+)'$/,
    (type) => `needs true or false on both sides, and has ${typeName(type ?? '')}`,
  ],
  [
    /^Ternary condition must be bool, got '(.+)'$/,
    (type) => `needs true or false before the \`?\`, and has ${typeName(type ?? '')}`,
  ],
]

function inWords(said: string): string {
  for (const [pattern, words] of sentences) {
    const found = pattern.exec(said)
    if (found) return words(...found.slice(1))
  }
  return said
}

/** What the CEL library says of a condition, as a sentence for the person who wrote it. */
export function celFault(error: unknown, when: string): Fault {
  const { summary, message, range } = error as {
    summary?: string
    message?: string
    range?: { start: number }
  }
  const said = summary ?? message ?? String(error)
  const offset = range?.start ?? 0
  const limit = said.startsWith('Exceeded') ? 'is too large or nested too deeply: ' : ''
  const hint = /^(?:Unexpected|Expected)/.test(said) ? hintAt(when, offset) : ''
  return { offset, message: `${limit}${inWords(said)}${hint}` }
}
