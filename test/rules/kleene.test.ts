import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compileCondition } from '../../src/rules/condition.js'
import { environmentOf, vocabularyOf } from '../../src/rules/environment.js'
import { judge } from '../../src/rules/kleene.js'
import { noQuestions } from '../../src/rules/questions.js'

type Tree =
  | { op: 'var'; name: string }
  | { op: '!'; of: Tree }
  | { op: '&&' | '||'; left: Tree; right: Tree }
  | { op: '?:'; test: Tree; yes: Tree; no: Tree }

const names = ['a', 'b', 'c', 'd'] as const
const vocabulary = vocabularyOf(
  names.map((name) => ({ name: `s.${name}`, type: 'bool', describes: '' })),
  new Map(),
)
const environment = environmentOf(vocabulary)

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.record({ op: fc.constant('var' as const), name: fc.constantFrom(...names) }),
    fc.record({ op: fc.constant('!' as const), of: tie('tree') }),
    fc.record({ op: fc.constantFrom('&&' as const, '||' as const), left: tie('tree'), right: tie('tree') }),
    fc.record({ op: fc.constant('?:' as const), test: tie('tree'), yes: tie('tree'), no: tie('tree') }),
  ),
}))

const written = (t: Tree): string => {
  if (t.op === 'var') return `s.${t.name}`
  if (t.op === '!') return `!(${written(t.of)})`
  if (t.op === '?:') return `(${written(t.test)} ? ${written(t.yes)} : ${written(t.no)})`
  return `(${written(t.left)} ${t.op} ${written(t.right)})`
}

// Kleene's tables as arithmetic: false 0, unknown ½, true 1; and is the lesser, or the greater, not the rest to 1.
type Known = Record<string, number>
const reference = (t: Tree, known: Known): number => {
  if (t.op === 'var') return known[t.name] ?? 0.5
  if (t.op === '!') return 1 - reference(t.of, known)
  if (t.op === '?:') {
    const test = reference(t.test, known)
    const [yes, no] = [reference(t.yes, known), reference(t.no, known)]
    if (test === 0.5) return yes === no ? yes : 0.5
    return test === 1 ? yes : no
  }
  const sides = [reference(t.left, known), reference(t.right, known)]
  return t.op === '&&' ? Math.min(...sides) : Math.max(...sides)
}

const truths = { 0: false, 0.5: 'unknown', 1: true } as Record<number, unknown>

it('agrees with Kleene’s tables on every condition of and, or, not and choice', () => {
  const values = fc.record({
    a: fc.constantFrom(0, 0.5, 1),
    b: fc.constantFrom(0, 0.5, 1),
    c: fc.constantFrom(0, 0.5, 1),
    d: fc.constantFrom(0, 0.5, 1),
  })
  fc.assert(
    fc.property(tree, values, (t, known) => {
      const compiled = compileCondition(written(t), environment, vocabulary, noQuestions(new Map()))
      // A tree beyond the size limits is refused, which is another test's matter.
      fc.pre('condition' in compiled)
      if (!('condition' in compiled)) return
      const readings = Object.fromEntries(
        names.map((name) => [`s.${name}`, known[name] === 0.5 ? undefined : { value: known[name] === 1 }]),
      )
      const s = Object.fromEntries(names.map((name) => [name, known[name] === 1]))
      const judged = judge(compiled.condition, readings, { s })
      expect(judged.truth).toBe(truths[reference(t, known)])
      expect(judged.missing.length > 0).toBe(judged.truth === 'unknown')
      // Run as a whole, as it is where all is known, it says the same.
      if (Object.values(known).every((one) => one !== 0.5)) expect(compiled.holds({ s })).toBe(judged.truth)
    }),
    { numRuns: 300 },
  )
})
