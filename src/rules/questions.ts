import { type ASTNode, serialize } from '@marcbachmann/cel-js'
import { childrenOf } from './ast.js'
import { namesOf, textFunctions } from './functions.js'
import { patternOf } from './lists/pattern.js'
import { type Severity, severities, type WordList } from './lists/word-list.js'
import type { Fault } from './problem.js'
import { suggest } from './suggest.js'
import { asNormalised, expressionFault, type Sought, textFinder } from './text-finder.js'

/** One thing that conditions ask of the text: whether, or how often, something is in it. */
export type Question = {
  /** As written in conditions: `text.has(banned, "strong")`. */
  name: string
  /** Which entry of the text's matches answers it. */
  source: string
  severity: Severity | undefined
  answer: 'bool' | 'number'
}

/** All that the conditions of a rule set ask of a text, each thing once. */
export type Questions = {
  named: ReadonlyMap<string, WordList>
  all: Question[]
  lists: Map<string, WordList>
  others: Map<string, Sought>
}

export const noQuestions = (named: ReadonlyMap<string, WordList>): Questions => ({
  named,
  all: [],
  // Every list that the file names, asked for or not: a receipt may be judged again by rules that ask for it.
  lists: new Map(named),
  others: new Map(),
})

export const finderOf = ({ lists, others }: Questions) => textFinder(lists, others)

type Call = { method: string; args: readonly ASTNode[]; node: ASTNode }

const seekers = ['contains', 'startsWith', 'endsWith', 'matches'] as const
const methods = namesOf(textFunctions)
const mostInline = 200
const longestText = 200

/** What a node asks of the text, if it does. */
function callOn(node: ASTNode): Call | undefined {
  if (node.op !== 'rcall') return undefined
  const [method, receiver, args] = node.args
  return receiver.op === 'id' && receiver.args === 'text' ? { method, args, node } : undefined
}

export const isQuestion = (node: ASTNode): boolean => callOn(node) !== undefined

const at = (node: ASTNode, message: string): Fault[] => [{ offset: node.range.start, message }]

const stringOf = (node: ASTNode | undefined): string | undefined =>
  node?.op === 'value' && typeof node.args === 'string' ? node.args : undefined

/** A list that stands in a condition; entries that are no words were found when it was checked. */
function inlineList(texts: readonly string[]): WordList {
  const entries = texts.flatMap((text) => {
    const pattern = patternOf(text, 'word')
    return 'fault' in pattern ? [] : [{ text, severity: 'mild' as const, line: 1, pattern }]
  })
  return { entries, exceptions: [] }
}

function checkInline(node: ASTNode, entries: readonly ASTNode[]): Fault[] {
  if (entries.length === 0 || entries.length > mostInline)
    return at(node, `must have 1 to ${mostInline} texts: more belong in a list of their own`)
  return entries.flatMap((entry) => {
    const text = stringOf(entry)
    if (text === undefined) return at(entry, 'must be a text in quotes')
    const pattern = patternOf(text, 'word')
    return 'fault' in pattern ? at(entry, `"${text.slice(0, 60)}" ${pattern.fault}`) : []
  })
}

function checkListed({ method, args, node }: Call, named: ReadonlyMap<string, WordList>): Fault[] {
  const [list, severity, ...more] = args
  const wanted = `\`${method}\` needs a list: \`text.${method}(banned)\` or \`text.${method}(["buy now"])\``
  if (!list || more.length > 0) return at(node, wanted)
  if (severity && !severities.some((one) => one === stringOf(severity)))
    return at(severity, 'must be "mild" or "strong", the marks of a list’s entries')
  if (list.op === 'list') return checkInline(list, list.args)
  if (list.op !== 'id') return at(list, wanted)
  if (named.has(list.args)) return []
  const hint = named.size === 0 ? ': this file has no `lists`' : suggest(list.args, [...named.keys()])
  return at(list, `no list \`${list.args}\`${hint}`)
}

function checkSought({ method, args, node }: Call): Fault[] {
  const [only, ...more] = args
  const text = stringOf(only)
  if (!only || text === undefined || more.length > 0)
    return at(only ?? node, `\`${method}\` needs one text in quotes: \`text.${method}("…")\``)
  if (text.length > longestText) return at(only, `must have at most ${longestText} characters`)
  if (method === 'matches') {
    const fault = expressionFault(text)
    return fault ? at(only, `the expression ${fault}`) : []
  }
  const isSeen = asNormalised(text).trim() !== ''
  return isSeen ? [] : at(only, 'can never be found: the text has no markup and no unseen characters')
}

/** Checks one question to the text. */
export function checkQuestion(node: ASTNode, named: ReadonlyMap<string, WordList>): Fault[] {
  const call = callOn(node)
  if (!call) return []
  if (call.method === 'has' || call.method === 'count') return checkListed(call, named)
  if (seekers.some((one) => one === call.method)) return checkSought(call)
  const hint = suggest(call.method, methods) || `: there is ${methods.join(', ')}`
  return at(node, `no function \`${call.method}\` of the text${hint}`)
}

/** What is asked wrongly when `text` stands alone. */
export const textAlone =
  '`text` can only be asked: `text.has(list)`, `text.contains("…")`; how long it is, is `length.characters`'

function sourceOf({ method, args }: Call, questions: Questions): string {
  const [first] = args
  if (first?.op === 'id') return first.args
  if (first?.op === 'list') {
    const name = serialize(first)
    questions.lists.set(name, inlineList(first.args.map((one) => stringOf(one) ?? '')))
    return name
  }
  const text = stringOf(first) ?? ''
  const name = `${method}(${JSON.stringify(text)})`
  const sought = seekers.find((one) => one === method) ?? 'contains'
  questions.others.set(name, { method: sought, text: sought === 'matches' ? text : asNormalised(text) })
  return name
}

function ask(call: Call, questions: Questions): number {
  const name = serialize(call.node)
  const known = questions.all.findIndex((one) => one.name === name)
  if (known >= 0) return known
  const severity = severities.find((one) => one === stringOf(call.args[1]))
  const answer = call.method === 'count' ? 'number' : 'bool'
  return questions.all.push({ name, source: sourceOf(call, questions), severity, answer }) - 1
}

const placeholder = { bool: 'asks', number: 'counts' } as const

/**
 * A checked condition with each question in it as a variable, `asks.q0`, in as many characters, so that every place in
 * it stays what it is. The questions join those that the set asks already.
 */
export function withAnswers(when: string, node: ASTNode, questions: Questions): string {
  const call = callOn(node)
  if (!call) return childrenOf(node).reduce((text, child) => withAnswers(text, child, questions), when)
  const index = ask(call, questions)
  const { start, end } = node.range
  const name = `${placeholder[questions.all[index]?.answer ?? 'bool']}.q${index}`
  return when.slice(0, start) + name.padEnd(end - start) + when.slice(end)
}

/** The question behind a variable that `withAnswers` has put into a condition. */
export function questionOf(name: string, { all }: Questions): Question | undefined {
  const index = /^(?:asks|counts)\.q(\d+)$/.exec(name)?.[1]
  return index === undefined ? undefined : all[Number(index)]
}
