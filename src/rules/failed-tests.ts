import type { RuleSource } from './check-rule-set.js'
import type { Problem } from './problem.js'
import { readRuleFile } from './read-rule-file.js'
import type { TestResult } from './run-tests.js'

/** What was found in a test's comment, for a person: `hold (insult, links)`, or `publish (nothing matched)`. */
export function gotOf({ verdict, reasons }: TestResult): string {
  const rules = reasons.map(({ rule, shadow }) => (shadow ? `${rule} in the shadow` : rule))
  return `${verdict} (${rules.length > 0 ? rules.join(', ') : 'nothing matched'})`
}

/** The tests that failed, each as a problem at its place in the file. */
export function failedTests(source: RuleSource, results: readonly TestResult[]): Problem[] {
  const read = readRuleFile(source.text, source.file)
  if ('problems' in read) return read.problems
  const { content, problemAt } = read
  return results
    .filter(({ passed }) => !passed)
    .map((result) => {
      const { rule, index, test, scores } = result
      const at = rule === undefined ? [] : ['rules', content.rules.findIndex(({ name }) => name === rule)]
      const who = rule === undefined ? 'all rules together' : `rule ${rule}`
      const by = scores?.from === 'model' ? ', by the scores of the model' : ''
      const message = `${who}: test ${index + 1} expects ${test.expect} and gets ${gotOf(result)}${by}`
      return problemAt([...at, 'tests', index], message)
    })
}
