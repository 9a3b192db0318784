import { labels } from '../domain/labels.js'
import { gotOf } from '../rules/failed-tests.js'
import type { TestResult } from '../rules/run-tests.js'

const shownText = 60

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > shownText ? `${[...line].slice(0, shownText - 1).join('')}…` : line
}

/** Scores that are next to nothing are left out. */
const shownScore = 0.01

function scoresOf({ scores }: TestResult): string {
  if (!scores) return ''
  const seen = labels
    .filter((label) => scores.of[label] >= shownScore)
    .map((label) => `${label} ${scores.of[label].toFixed(3)}`)
  const from = scores.from === 'model' ? 'the model' : 'the test'
  return `${from}: ${seen.join(', ') || `all under ${shownScore}`}`
}

const headings = ['', 'rule', 'expects', 'gets', 'scores', 'text']

const rowOf = (result: TestResult): string[] => [
  result.passed ? 'ok' : 'FAIL',
  result.rule ?? '(all rules)',
  result.test.expect,
  gotOf(result),
  scoresOf(result),
  shortened(result.test.text),
]

/** What each test gave, a line each under one of headings. */
export function testTable(results: readonly TestResult[]): string[] {
  const rows = [headings, ...results.map(rowOf)]
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** How many are as expected, and whose scores the tests rest on. */
export function summary(results: readonly TestResult[], model: string | undefined): string[] {
  const failed = results.filter(({ passed }) => !passed).length
  const scored = results.filter(({ scores }) => scores?.from === 'model').length
  const counted = results.length === 1 ? '1 test' : `${results.length} tests`
  return [
    failed === 0 ? `${counted}, all as expected.` : `${counted}, ${failed} not as expected.`,
    ...(model === undefined
      ? []
      : [
          `Scores that a test does not state are those of the model ${model} (${scored} of the tests): with another they may differ.`,
        ]),
  ]
}
