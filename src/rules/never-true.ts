import type { ASTNode } from '@marcbachmann/cel-js'
import type { SignalDeclaration } from '../domain/signal.js'
import { childrenOf, dottedName } from './ast.js'
import type { Fault } from './problem.js'
import { suggest } from './suggest.js'

type Declared = ReadonlyMap<string, SignalDeclaration>

const flipped = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==' } as const
type Comparison = keyof typeof flipped

/** `links.count >= 3`, whichever side the number stands on. */
type Compared = {
  name: string
  op: Comparison
  number: number
  range: readonly [number, number]
  node: ASTNode
}

const isComparison = (op: string): op is Comparison => Object.hasOwn(flipped, op)

function numberOf(node: ASTNode): number | undefined {
  if (node.op === '-_') {
    const positive = numberOf(node.args)
    return positive === undefined ? undefined : -positive
  }
  if (node.op !== 'value') return undefined
  return typeof node.args === 'bigint' || typeof node.args === 'number' ? Number(node.args) : undefined
}

/** What a number in a condition can be; no signal of ours goes below 0. */
function rangeOf(
  node: ASTNode,
  declared: Declared,
): { name: string; range: readonly [number, number] } | undefined {
  const counted = node.op === 'rcall' && node.args[0] === 'count'
  if (counted) return { name: 'text.count', range: [0, Number.POSITIVE_INFINITY] }
  const name = dottedName(node)
  const signal = name === undefined ? undefined : declared.get(name)
  if (name === undefined || signal?.type !== 'number') return undefined
  return { name, range: signal.range ?? [0, Number.POSITIVE_INFINITY] }
}

function comparedIn(node: ASTNode, declared: Declared): Compared | undefined {
  if (!isComparison(node.op)) return undefined
  const [left, right] = node.args as readonly [ASTNode, ASTNode]
  const straight = rangeOf(left, declared)
  const ranged = straight ?? rangeOf(right, declared)
  const number = numberOf(straight ? right : left)
  if (!ranged || number === undefined) return undefined
  return { ...ranged, op: straight ? node.op : flipped[node.op], number, node }
}

const holdsIn = {
  '<': (least: number, _: number, number: number) => least < number,
  '<=': (least: number, _: number, number: number) => least <= number,
  '>': (_: number, most: number, number: number) => most > number,
  '>=': (_: number, most: number, number: number) => most >= number,
  '==': (least: number, most: number, number: number) => least <= number && number <= most,
} as const

function outOfRange({ name, op, number, range: [least, most], node }: Compared): Fault[] {
  if (holdsIn[op](least, most, number)) return []
  const known = most === Number.POSITIVE_INFINITY ? `is never below ${least}` : `is from ${least} to ${most}`
  return [{ offset: node.range.start, message: `can never be true: \`${name}\` ${known}` }]
}

/** The parts of `a && b && c`. */
const chainOf = (node: ASTNode): readonly ASTNode[] =>
  node.op === '&&' ? node.args.flatMap(chainOf) : [node]

const isLower = ({ op }: Compared) => op === '>' || op === '>=' || op === '=='
const isUpper = ({ op }: Compared) => op === '<' || op === '<=' || op === '=='

const exclude = (a: Compared, b: Compared) =>
  a.name === b.name &&
  a.name !== 'text.count' &&
  isLower(a) &&
  isUpper(b) &&
  (a.number > b.number || (a.number === b.number && (a.op === '>' || b.op === '<')))

/** Two parts of a chain that cannot both be true: `links.count > 3 && links.count < 2`. */
function contradictions(node: ASTNode, declared: Declared): Fault[] {
  const compared = chainOf(node).flatMap((part) => comparedIn(part, declared) ?? [])
  for (const one of compared) {
    const other = compared.find((another) => another !== one && exclude(one, another))
    if (!other) continue
    const both = [one, other].map(({ op, number }) => `${op} ${number}`).join(' and ')
    const offset = Math.max(one.node.range.start, other.node.range.start)
    return [{ offset, message: `can never be true: no \`${one.name}\` is both ${both}` }]
  }
  return []
}

/** Texts that a signal never is, in `author.role == "boss"` or `author.role in ["boss"]`. */
function strangeValues(node: ASTNode, declared: Declared): Fault[] {
  if (node.op !== '==' && node.op !== '!=' && node.op !== 'in') return []
  const sides = node.args as readonly [ASTNode, ASTNode]
  const name = sides.map(dottedName).find((one) => one !== undefined)
  const values = declared.get(name ?? '')?.values
  if (!values) return []
  const written = sides.flatMap((side) => (side.op === 'list' ? side.args : [side]))
  return written.flatMap((one) => {
    if (one.op !== 'value' || typeof one.args !== 'string' || values.includes(one.args)) return []
    const hint = suggest(one.args, values, '"') || `: there is ${values.join(', ')}`
    return { offset: one.range.start, message: `\`${name}\` is never "${one.args}"${hint}` }
  })
}

function canBeTrue(node: ASTNode): boolean {
  switch (node.op) {
    case 'value':
      return node.args !== false
    case '!_':
      return !(node.args.op === 'value' && node.args.args === true)
    case '&&':
      return node.args.every(canBeTrue)
    case '||':
      return node.args.some(canBeTrue)
    default:
      return true
  }
}

function faultsIn(node: ASTNode, declared: Declared, inChain: boolean): Fault[] {
  const compared = comparedIn(node, declared)
  const own = [
    ...(compared ? outOfRange(compared) : []),
    ...(node.op === '&&' && !inChain ? contradictions(node, declared) : []),
    ...strangeValues(node, declared),
  ]
  return [...own, ...childrenOf(node).flatMap((child) => faultsIn(child, declared, node.op === '&&'))]
}

/** What in a condition can never be true, for what its signals can be; such a rule would be of no use, silently. */
export function neverTrue(ast: ASTNode, declared: Declared): Fault[] {
  const faults = faultsIn(ast, declared, false)
  if (faults.length > 0 || canBeTrue(ast)) return faults
  return [{ offset: ast.range.start, message: 'can never be true: `mode: off` turns a rule off' }]
}
