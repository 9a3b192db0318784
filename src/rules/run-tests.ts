import type { Reason } from '../domain/decision.js'
import type { Scores } from '../domain/labels.js'
import { normalise } from '../domain/normalise.js'
import type { Circumstances, Readings } from '../domain/signal.js'
import type { Verdict } from '../domain/verdict.js'
import { evaluate } from './evaluate.js'
import type { CompiledRule, RuleSet } from './rule-set.js'
import type { RuleTest } from './rule-test-schema.js'
import { statedScores, testCircumstances, withStatedSignals } from './test-circumstances.js'

export type TestParts = {
  read: (circumstances: Circumstances) => Readings
  /** What the model says of the texts that `textsToScore` names, by text; what is not there is unknown. */
  scores: ReadonlyMap<string, Scores>
  now: Date
}

export type TestResult = {
  /** The rule that is tested alone; undefined for a test of all rules together. */
  rule: string | undefined
  /** Which of the tests in its place it is, from 0. */
  index: number
  test: RuleTest
  verdict: Verdict
  passed: boolean
  reasons: readonly Reason[]
  /** Undefined where nothing asks for scores, or where they could not be had. */
  scores: { of: Scores; from: 'test' | 'model' } | undefined
}

type Tested = { rule: CompiledRule | undefined; index: number; test: RuleTest }

function testsOf({ rules, tests }: RuleSet): Tested[] {
  return [
    ...rules.flatMap((rule) => rule.tests.map((test, index) => ({ rule, index, test }))),
    ...tests.map((test, index) => ({ rule: undefined, index, test })),
  ]
}

const scoreNames = ({ names }: CompiledRule) => names.filter((name) => /^(?:scores|whole)\./.test(name))

/** Whether what a test says leaves open a score that its rules ask for. */
function asksForScores({ rule, test }: Tested, { rules }: RuleSet): boolean {
  if (test.scores) return false
  const asked = rule ? [rule] : rules.filter(({ mode }) => mode !== 'off')
  return asked.flatMap(scoreNames).some((name) => test.signals?.[name] === undefined)
}

/** The texts of the tests that leave their scores to the model, each once, as the author wrote them. */
export function textsToScore(ruleSet: RuleSet): string[] {
  const open = testsOf(ruleSet).filter((tested) => asksForScores(tested, ruleSet))
  return [...new Set(open.map(({ test }) => test.text))]
}

/** A rule as its tests see it: alone, and whatever its `mode`, `share`, `limit` and last day. */
function alone(rule: CompiledRule): CompiledRule {
  const { limit: _, expires: __, ...rest } = rule
  return { ...rest, mode: 'live', share: 1 }
}

/** A test of all rules together sees each as it runs today, but for a share: by chance it would pass and fail. */
const together = (rules: readonly CompiledRule[]) => rules.map((rule) => ({ ...rule, share: 1 }))

/** A rule's test that names no section stands in one of the rule's own. */
const sectionOf = ({ rule, test }: Tested) => test.section ?? rule?.sections?.[0] ?? null

function runTest(tested: Tested, ruleSet: RuleSet, parts: TestParts): TestResult {
  const { rule, index, test } = tested
  const stated = statedScores(test)
  const scores = stated ?? parts.scores.get(test.text)
  const section = sectionOf(tested)
  const circumstances = testCircumstances({ ...test, section: section ?? undefined }, scores, parts.now)
  const rules = rule ? [alone(rule)] : together(ruleSet.rules)
  const { verdict: found, reasons } = evaluate(
    { ...ruleSet, rules },
    withStatedSignals(parts.read(circumstances), test),
    { text: normalise(test.text), commentId: 'test', section, now: parts.now, overLimit: new Set() },
  )
  // An exemption alone has nothing to lift: it is tested as if another rule held the comment.
  const verdict = rule?.exempt && reasons.length === 0 ? 'hold' : found
  const shown = scores && { of: scores, from: stated ? ('test' as const) : ('model' as const) }
  return {
    rule: rule?.name,
    index,
    test,
    verdict,
    passed: verdict === test.expect,
    reasons,
    scores: shown,
  }
}

/** Runs all tests of a rule set: those of the rules in their order, then those of all rules together. Pure. */
export const runTests = (ruleSet: RuleSet, parts: TestParts): TestResult[] =>
  testsOf(ruleSet).map((tested) => runTest(tested, ruleSet, parts))
