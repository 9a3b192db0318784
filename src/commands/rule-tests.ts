import type { Config } from '../config.js'
import { messageOf, UserError } from '../domain/errors.js'
import type { Scores } from '../domain/labels.js'
import { checkRuleSet, type RuleSource } from '../rules/check-rule-set.js'
import { failedTests } from '../rules/failed-tests.js'
import { RuleSetError } from '../rules/problem.js'
import type { RuleSet } from '../rules/rule-set.js'
import { runTests, type TestResult, textsToScore } from '../rules/run-tests.js'
import { declarations, readSignals } from '../signals/all.js'
import { ownWords } from '../worker/own-words.js'

export type TestedRules = {
  ruleSet: RuleSet
  results: TestResult[]
  /** The model whose scores some tests rest on; undefined when all say their own. */
  model: string | undefined
}

type Scored = { scores: ReadonlyMap<string, Scores>; model: string | undefined }

const counted = (count: number) => (count === 1 ? '1 test' : `${count} tests`)

async function scoresOf(config: Config, wanted: readonly string[]): Promise<Scored> {
  if (wanted.length === 0) return { scores: new Map(), model: undefined }
  process.stderr.write(`Asking the model for the scores that no test states: ${counted(wanted.length)} …\n`)
  const { openedModel } = await import('./model.js')
  const model = await openedModel(config, Math.min(wanted.length, config.STET_INFERENCE_PROCESSES)).catch(
    (error: unknown) => {
      const what = `${counted(wanted.length)} state no \`scores\`, and the model could not be asked`
      throw new UserError(`${what}: ${messageOf(error)}`)
    },
  )
  try {
    const state = model.state()
    const scores = await Promise.all(
      wanted.map(async (text) => [text, await model.score(ownWords(text, []).own.text)] as const),
    )
    return { scores: new Map(scores), model: state.ready ? state.version : undefined }
  } finally {
    await model.close()
  }
}

/** Checks a rule set and runs its tests, whatever comes of them. @throws {RuleSetError} when it does not check. */
export async function testedRules(config: Config, source: RuleSource): Promise<TestedRules> {
  const ruleSet = checkRuleSet(source, declarations)
  const { scores, model } = await scoresOf(config, textsToScore(ruleSet))
  const read = (circumstances: Parameters<typeof readSignals>[0]) => readSignals(circumstances).readings
  return { ruleSet, results: runTests(ruleSet, { read, scores, now: new Date() }), model }
}

/** The same, for a set that is to be used. @throws {RuleSetError} also when one of its tests fails. */
export async function provenRules(config: Config, source: RuleSource): Promise<TestedRules> {
  const tested = await testedRules(config, source)
  const failed = failedTests(source, tested.results)
  if (failed.length > 0) throw new RuleSetError(source.file, failed)
  return tested
}
