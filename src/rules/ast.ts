import { isDeepStrictEqual } from 'node:util'
import type { ASTNode } from '@marcbachmann/cel-js'

/** The parts of a condition directly below a node, in the order of the text. */
export function childrenOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return []
    case '.':
    case '.?':
      return [node.args[0]]
    case 'call':
      return node.args[1]
    case 'rcall':
      return [node.args[1], ...node.args[2]]
    case 'list':
      return node.args
    case 'map':
      return node.args.flat()
    case '!_':
    case '-_':
      return [node.args]
    default:
      return node.args
  }
}

/** The signal that a node names (`links.count`), whether or not there is one of that name. */
export function dottedName(node: ASTNode): string | undefined {
  if (node.op !== '.' || node.args[0].op !== 'id') return undefined
  return `${node.args[0].args}.${node.args[1]}`
}

/** All signals that a condition names. */
export function namesIn(node: ASTNode): readonly string[] {
  const name = dottedName(node)
  if (name !== undefined) return [name]
  return [...new Set(childrenOf(node).flatMap(namesIn))]
}

/** `list.exists(x, …)` and its like: they run their last argument once for every entry. */
export const macros: readonly string[] = ['exists', 'all', 'exists_one', 'filter']

/** What a node is apart from the parts below it. */
function ownPart(node: ASTNode): unknown {
  switch (node.op) {
    case 'value':
    case 'id':
      return node.args
    case '.':
    case '.?':
      return node.args[1]
    case 'call':
    case 'rcall':
      return node.args[0]
    default:
      return undefined
  }
}

/** Whether two conditions say the same, wherever in their sources they stand. */
export function sameTree(a: ASTNode, b: ASTNode): boolean {
  const [below, beside] = [childrenOf(a), childrenOf(b)]
  if (a.op !== b.op || below.length !== beside.length || !isDeepStrictEqual(ownPart(a), ownPart(b)))
    return false
  return below.every((child, at) => {
    const other = beside[at]
    return other !== undefined && sameTree(child, other)
  })
}
