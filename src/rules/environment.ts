import { Environment } from '@marcbachmann/cel-js'
import type { SignalDeclaration, SignalType } from '../domain/signal.js'
import type { WordList } from './lists/word-list.js'

/** What conditions may name: the signals by group, and the lists with their entries. */
export type Vocabulary = {
  groups: ReadonlyMap<string, ReadonlyMap<string, SignalType>>
  declared: ReadonlyMap<string, SignalDeclaration>
  wordLists: ReadonlyMap<string, WordList>
  /** The same lists' entries as texts, for lists of domains and the like. */
  lists: ReadonlyMap<string, readonly string[]>
}

export function vocabularyOf(
  declarations: readonly SignalDeclaration[],
  wordLists: ReadonlyMap<string, WordList>,
): Vocabulary {
  const groups = new Map<string, Map<string, SignalType>>()
  for (const { name, type } of declarations) {
    const [group = '', field = ''] = name.split('.')
    groups.set(group, (groups.get(group) ?? new Map()).set(field, type))
  }
  const lists = new Map([...wordLists].map(([name, list]) => [name, list.entries.map(({ text }) => text)]))
  const declared = new Map(declarations.map((one) => [one.name, one]))
  return { groups, declared, wordLists, lists }
}

// Large enough for any rule that a person can read; the parser's recursion and each evaluation stay bounded by them.
const limits = { maxAstNodes: 500, maxDepth: 40, maxListElements: 200, maxMapEntries: 1, maxCallArguments: 4 }

// Numbers are declared double, because an int field would have to be a BigInt.
const celTypes: Record<SignalType, string> = {
  number: 'double',
  bool: 'bool',
  string: 'string',
  list: 'list<string>',
}

const arithmetic: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
}

/** CEL orders double and int but neither equates nor adds them. People write `links.count == 3`, so here it does. */
function mixNumbers(environment: Environment): void {
  environment.registerOperator('double == int', (a: number, b: bigint) => a === Number(b))
  for (const [sign, apply] of Object.entries(arithmetic)) {
    environment.registerOperator(`double ${sign} int`, (a: number, b: bigint) => apply(a, Number(b)))
    environment.registerOperator(`int ${sign} double`, (a: bigint, b: number) => apply(Number(a), b))
  }
}

/** What is made of a list's entries once, for as long as the list lives. */
function perList<T>(make: (entries: readonly string[]) => T): (entries: readonly string[]) => T {
  const made = new WeakMap<readonly string[], T>()
  return (entries) => {
    const ready = made.get(entries) ?? make(entries)
    made.set(entries, ready)
    return ready
  }
}

/** Whether a value is on a list; a domain also when a domain above it is: `a.example.com` for `example.com`. */
function isListed(value: string, entries: ReadonlySet<string>): boolean {
  if (entries.has(value)) return true
  for (let dot = value.indexOf('.'); dot >= 0; dot = value.indexOf('.', dot + 1))
    if (entries.has(value.slice(dot + 1))) return true
  return false
}

function registerLists(environment: Environment, { lists }: Vocabulary): void {
  const members = perList((entries) => new Set(entries))
  environment.registerFunction(
    'list<string>.has(list<string>): bool',
    (values: readonly string[], entries: readonly string[]) =>
      values.some((value) => isListed(value, members(entries))),
  )
  environment.registerFunction(
    'list<string>.only(list<string>): bool',
    (values: readonly string[], entries: readonly string[]) =>
      values.every((value) => isListed(value, members(entries))),
  )
  for (const [name, entries] of lists) environment.registerConstant(name, 'list<string>', entries)
}

/** The CEL environment that conditions are checked and run in. Every signal is declared, so that a misspelt one is an
 * error when the file is read, not a silence when a comment comes. */
export function environmentOf(vocabulary: Vocabulary): Environment {
  const environment = new Environment({ limits })
  mixNumbers(environment)
  // What stands for the questions to the text, once they are answered.
  environment.registerVariable('asks', 'map<string, bool>')
  environment.registerVariable('counts', 'map<string, double>')
  for (const [name, fields] of vocabulary.groups) {
    const schema = Object.fromEntries([...fields].map(([field, type]) => [field, celTypes[type]]))
    environment.registerVariable({ name, schema })
  }
  registerLists(environment, vocabulary)
  return environment
}
