import { labels, type Scores, scoresSchema } from '../domain/labels.js'
import { normalise } from '../domain/normalise.js'
import { quietSurroundings } from '../domain/quiet.js'
import type { Circumstances, Reading, Readings } from '../domain/signal.js'
import type { RuleTest } from './rule-test-schema.js'

/** The scores that a test states, those that it leaves out 0; undefined where it leaves them all to the model. */
export function statedScores({ scores }: RuleTest): Scores | undefined {
  if (!scores) return undefined
  return scoresSchema.parse(Object.fromEntries(labels.map((label) => [label, scores[label] ?? 0])))
}

/** What a test's comment comes with: what the test says, and of all else what a quiet comment has. */
export function testCircumstances(test: RuleTest, scores: Scores | undefined, now: Date): Circumstances {
  // Of someone of whom the test says nothing, nothing is to be feared.
  const { role = 'reader', published = 20, held = 0, rejected = 0 } = test.author ?? {}
  return {
    ...quietSurroundings(now),
    body: test.text,
    normalisedBody: normalise(test.text).text,
    author: { id: 'test', role, joinedAt: null },
    section: test.section ?? null,
    declaredLanguage: null,
    record: { published, held, rejected },
    scores,
    wholeScores: scores,
  }
}

/** The readings of a test's comment, with the signals that the test states itself; null is "could not be had". */
export function withStatedSignals(readings: Readings, { signals = {} }: RuleTest): Readings {
  const stated = Object.entries(signals).map(([name, value]): [string, Reading | undefined] => [
    name,
    value === null ? undefined : { value },
  ])
  return { ...readings, ...Object.fromEntries(stated) }
}
