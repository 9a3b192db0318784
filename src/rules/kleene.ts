import type { Readings } from '../domain/signal.js'
import type { Condition, Values } from './condition.js'

/** Match, no match, or could not tell. */
export type Truth = true | false | 'unknown'

export type Judgement = {
  truth: Truth
  /** The unknown signals that unknown leaves needed. */
  missing: readonly string[]
  /** What leaves threw, a division by zero for one. Such a leaf is unknown. */
  causes: readonly unknown[]
}

const known = (truth: boolean): Judgement => ({ truth, missing: [], causes: [] })

/** The truth is decided by `truth`; what was missing on the way is kept only while it still matters. */
function join(truth: Truth, parts: readonly Judgement[]): Judgement {
  const causes = parts.flatMap((part) => part.causes)
  return { truth, missing: truth === 'unknown' ? parts.flatMap((part) => part.missing) : [], causes }
}

function either(left: Judgement, right: Judgement, decisive: boolean): Judgement {
  if (left.truth === decisive || right.truth === decisive) return join(decisive, [left, right])
  const open = left.truth === 'unknown' || right.truth === 'unknown'
  return join(open ? 'unknown' : !decisive, [left, right])
}

function choose(
  condition: Extract<Condition, { kind: 'if' }>,
  readings: Readings,
  values: Values,
): Judgement {
  const test = judge(condition.test, readings, values)
  if (test.truth !== 'unknown') {
    const chosen = judge(test.truth ? condition.yes : condition.no, readings, values)
    return join(chosen.truth, [test, chosen])
  }
  const yes = judge(condition.yes, readings, values)
  const no = judge(condition.no, readings, values)
  return join(yes.truth === no.truth ? yes.truth : 'unknown', [test, yes, no])
}

/** Judges a condition by Kleene's three-valued logic: unknown decides nothing that the rest decides without it. */
export function judge(condition: Condition, readings: Readings, values: Values): Judgement {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const decisive = condition.kind === 'or'
      const left = judge(condition.left, readings, values)
      if (left.truth === decisive) return left
      return either(left, judge(condition.right, readings, values), decisive)
    }
    case 'not': {
      const { truth, ...rest } = judge(condition.of, readings, values)
      return { truth: truth === 'unknown' ? truth : !truth, ...rest }
    }
    case 'if':
      return choose(condition, readings, values)
    case 'leaf': {
      const missing = condition.needs.filter((name) => readings[name] === undefined)
      if (missing.length > 0) return { truth: 'unknown', missing, causes: [] }
      try {
        return known(condition.holds(values))
      } catch (cause) {
        return { truth: 'unknown', missing: [], causes: [cause] }
      }
    }
  }
}
