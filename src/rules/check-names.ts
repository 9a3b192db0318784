import type { ASTNode } from '@marcbachmann/cel-js'
import { childrenOf, dottedName, macros } from './ast.js'
import type { Vocabulary } from './environment.js'
import { freeFunctions, listFunctions, namesOf, stringFunctions } from './functions.js'
import type { Fault } from './problem.js'
import { checkQuestion, isQuestion, textAlone } from './questions.js'
import { suggest } from './suggest.js'

type Scope = { vocabulary: Vocabulary; variables: ReadonlySet<string>; inMacro: boolean }

// Named one by one rather than all but a few: each of these is linear in what it is given and makes nothing larger.
const functions = namesOf(freeFunctions)
const methods = namesOf([...listFunctions, ...stringFunctions])

const fault = (node: ASTNode, message: string): Fault => ({ offset: node.range.start, message })

function signalNames({ groups }: Vocabulary): string[] {
  return [...groups].flatMap(([group, fields]) => [...fields.keys()].map((field) => `${group}.${field}`))
}

function checkDotted(node: ASTNode, name: string, scope: Scope): Fault[] {
  const { vocabulary, variables, inMacro } = scope
  const [group = '', field = ''] = name.split('.')
  if (variables.has(group)) return [fault(node, `\`${group}\` is text and has no \`.${field}\``)]
  const type = vocabulary.groups.get(group)?.get(field)
  if (type === undefined)
    return [fault(node, `no signal \`${name}\`${suggest(name, signalNames(vocabulary))}`)]
  return inMacro && type === 'list' ? [onceOnly(node, name)] : []
}

// For each entry the whole of it would be read again: the cost of a comment would grow with the square of its length.
const onceOnly = (node: ASTNode, name: string): Fault =>
  fault(node, `\`${name}\` cannot stand inside \`exists\`, \`all\` or \`filter\`: put it outside`)

function checkName(node: ASTNode, name: string, { vocabulary, variables }: Scope): Fault[] {
  if (variables.has(name)) return []
  if (name === 'text') return [fault(node, textAlone)]
  const fields = vocabulary.groups.get(name)
  if (fields) {
    const first = [...fields.keys()].map((field) => `\`${name}.${field}\``).join(', ')
    return [fault(node, `\`${name}\` is a group of signals: name one of them, ${first}`)]
  }
  if (vocabulary.lists.has(name))
    return [fault(node, `the list \`${name}\` can only stand in \`has(${name})\` and its like`)]
  return [fault(node, `no signal or list \`${name}\`${suggest(name, ['text', ...signalNames(vocabulary)])}`)]
}

/** `has` and `only` are asked of a signal that is a list. */
function checkMembers(name: string, receiver: ASTNode, arg: ASTNode | undefined, scope: Scope): Fault[] {
  const signal = dottedName(receiver)
  const [group = '', field = ''] = signal?.split('.') ?? []
  if (signal && scope.vocabulary.groups.get(group)?.get(field) !== 'list')
    return [fault(receiver, `\`${name}\` can be asked of \`text\` and of lists: write \`${signal} in […]\``)]
  if (arg?.op !== 'id') return arg ? check(arg, scope) : []
  if (scope.vocabulary.lists.has(arg.args)) return []
  const known = [...scope.vocabulary.lists.keys()]
  const hint = known.length === 0 ? ': this file has no `lists`' : suggest(arg.args, known)
  return [fault(arg, `no list \`${arg.args}\`${hint}`)]
}

function checkMacro(node: ASTNode, args: readonly ASTNode[], scope: Scope): Fault[] {
  const [variable, body] = args
  if (scope.inMacro) return [fault(node, '`exists`, `all` and `filter` cannot stand inside one another')]
  if (variable?.op !== 'id' || !body)
    return [fault(node, 'needs a name and a condition: `exists(d, d == "a.com")`')]
  const name = variable.args
  if (name === 'text' || scope.vocabulary.groups.has(name) || scope.vocabulary.lists.has(name))
    return [fault(variable, `\`${name}\` already means something: choose another name`)]
  return check(body, { ...scope, variables: new Set([name]), inMacro: true })
}

function checkMethod(
  node: ASTNode,
  [name, receiver, args]: [string, ASTNode, ASTNode[]],
  scope: Scope,
): Fault[] {
  if (isQuestion(node)) return checkQuestion(node, scope.vocabulary.wordLists)
  if (name === 'matches' || name === 'count')
    return [fault(node, `\`${name}\` can only be asked of the text: \`text.${name}(…)\``)]
  if (!methods.includes(name)) return [fault(node, `no function \`${name}\`${suggest(name, methods)}`)]
  const within = check(receiver, scope)
  if (name === 'has' || name === 'only') {
    const faults = checkMembers(name, receiver, args[0], scope)
    return [...within, ...(within.length > 0 ? [] : faults)]
  }
  if (macros.includes(name)) return [...within, ...checkMacro(node, args, scope)]
  return [...within, ...args.flatMap((arg) => check(arg, scope))]
}

function check(node: ASTNode, scope: Scope): Fault[] {
  const name = dottedName(node)
  if (name !== undefined) return checkDotted(node, name, scope)
  switch (node.op) {
    case 'id':
      return checkName(node, node.args, scope)
    case 'rcall':
      return checkMethod(node, node.args, scope)
    case 'call':
      if (!functions.includes(node.args[0]))
        return [fault(node, `no function \`${node.args[0]}\`${suggest(node.args[0], functions)}`)]
      break
    case '[]':
      return [fault(node, '`[…]` is not taken: an entry may not be there; use `exists(x, …)` or `in`')]
    case 'map':
      return [fault(node, '`{…}` is not taken')]
  }
  return childrenOf(node).flatMap((child) => check(child, scope))
}

/** Checks that a condition names only what there is, and only what takes time in proportion to the comment. */
export function checkNames(ast: ASTNode, vocabulary: Vocabulary): Fault[] {
  return check(ast, { vocabulary, variables: new Set(), inMacro: false })
}
