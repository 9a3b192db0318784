import { type ASTNode, type Environment, ParseError, serialize } from '@marcbachmann/cel-js'
import { namesIn, sameTree } from './ast.js'
import { celFault, typeName } from './cel-fault.js'
import { checkNames } from './check-names.js'
import type { Vocabulary } from './environment.js'
import { neverTrue } from './never-true.js'
import type { Fault } from './problem.js'
import { type Questions, questionOf, withAnswers } from './questions.js'

/** The values of the known signals, as conditions read them: by group, then by field. */
export type Values = Readonly<Record<string, unknown>>

/** A whole condition as CEL runs it: for when all that it names is known, where it says what the parts would. */
export type Holds = (values: Values) => boolean

/** A condition taken apart where "unknown" can pass through it; each leaf is CEL, run only when all it needs is known. */
export type Condition =
  | { kind: 'and' | 'or'; left: Condition; right: Condition }
  | { kind: 'not'; of: Condition }
  | { kind: 'if'; test: Condition; yes: Condition; no: Condition }
  | { kind: 'leaf'; needs: readonly string[]; holds: Holds }

type Making = { environment: Environment; questions: Questions }

/** What a condition names: signals by their names, questions to the text as they are written. */
const needsOf = (node: ASTNode, questions: Questions) =>
  namesIn(node).map((name) => questionOf(name, questions)?.name ?? name)

function leafOf(node: ASTNode, { environment, questions }: Making): Condition {
  const parsed = environment.parse(serialize(node))
  // The serialiser rounds numbers to nine decimals, for one: what it changed must not be run in place of what was written.
  if (!sameTree(parsed.ast, node))
    throw new ParseError({ message: 'has a number with more than nine decimals, or one too large', node })
  return { kind: 'leaf', needs: needsOf(node, questions), holds: (values) => parsed(values) === true }
}

function treeOf(node: ASTNode, making: Making): Condition {
  const of = (part: ASTNode) => treeOf(part, making)
  switch (node.op) {
    case '&&':
    case '||': {
      const [left, right] = node.args
      return { kind: node.op === '&&' ? 'and' : 'or', left: of(left), right: of(right) }
    }
    case '!_':
      return { kind: 'not', of: of(node.args) }
    case '?:': {
      const [test, yes, no] = node.args
      return { kind: 'if', test: of(test), yes: of(yes), no: of(no) }
    }
    default:
      return leafOf(node, making)
  }
}

/** A checked condition, or what is wrong with it. `names` are all signals and questions to the text in it. */
export type CompiledCondition =
  | { condition: Condition; holds: Holds; names: readonly string[]; ast: ASTNode }
  | { faults: Fault[] }

/** Checks a condition against the vocabulary and makes it ready to run; what it asks of the text joins `questions`. Never
 * throws. */
export function compileCondition(
  when: string,
  environment: Environment,
  vocabulary: Vocabulary,
  questions: Questions,
): CompiledCondition {
  try {
    const { ast } = environment.parse(when)
    const faults = checkNames(ast, vocabulary)
    if (faults.length > 0) return { faults }
    const answered = withAnswers(when, ast, questions)
    const checked = environment.check(answered)
    if (!checked.valid) return { faults: [celFault(checked.error, when)] }
    if (checked.type !== 'bool')
      return {
        faults: [{ offset: 0, message: `must be true or false, and is ${typeName(checked.type ?? '')}` }],
      }
    const never = neverTrue(ast, vocabulary.declared)
    if (never.length > 0) return { faults: never }
    const parsed = environment.parse(answered)
    return {
      condition: treeOf(parsed.ast, { environment, questions }),
      holds: (values) => parsed(values) === true,
      names: needsOf(parsed.ast, questions),
      ast,
    }
  } catch (error) {
    return { faults: [celFault(error, when)] }
  }
}
