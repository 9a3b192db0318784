import { pino } from 'pino'
import { expect, test, vi } from 'vitest'
import type { Scores } from '../../src/domain/labels.js'
import { normalise } from '../../src/domain/normalise.js'
import type { Readings } from '../../src/domain/signal.js'
import { evaluate } from '../../src/rules/evaluate.js'
import { loadRuleSet } from '../../src/rules/load-rule-set.js'
import { declarations, readSignals } from '../../src/signals/all.js'
import { reasonsWithSpans } from '../../src/worker/score-spans.js'
import type { Timings } from '../../src/worker/timings.js'
import { circumstancesWith } from '../signals/circumstances.js'

const ruleSet = await loadRuleSet('rules/default.yaml', declarations)
const none: Scores = { toxic: 0, severe_toxic: 0, obscene: 0, threat: 0, insult: 0, identity_hate: 0 }
const where = { start: 4, end: 9 }
const spans = new Map([
  ['toxic', [where]],
  ['insult', [where]],
] as const)

/** Judges a comment with these scores, and looks for its words with a model that answers as it is told to. */
async function reasonsOf(body: string, scores: Scores, find: () => Promise<typeof spans>) {
  const text = normalise(body)
  const { readings } = readSignals(circumstancesWith({ body, normalisedBody: text.text, scores }))
  const again = (seen: Readings) =>
    evaluate(ruleSet, seen, { text, commentId: 'c-1', section: null, now: new Date(0), overLimit: new Set() })
  const model = { score: async () => scores, spans: vi.fn(find), state: vi.fn(), close: vi.fn() }
  const timings: Timings = {}
  const lines: string[] = []
  const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) })
  const outcome = again(readings)
  const judged = { uid: '7', text, outcome, readings, timings }
  const reasons = await reasonsWithSpans({ model, logger }, judged, again)
  return { before: outcome.reasons, reasons, asked: model.spans.mock.calls.length, timings, lines }
}

const insulting = { ...none, toxic: 0.99, insult: 0.99 }

test('reasons that rest on scores get the words of their own labels', async () => {
  const { reasons, timings } = await reasonsOf('You fools, all of you.', insulting, async () => spans)
  const byRule = Object.fromEntries(reasons.map(({ rule, spans: found }) => [rule, found]))
  expect(byRule.insult).toEqual([where])
  expect(byRule.toxic).toEqual([where])
  expect(timings.spansMs).toBeGreaterThanOrEqual(0)
})

test.each([
  ['published', 'The council voted seven to four.', none],
  ['held for something else', 'THE COUNCIL VOTED SEVEN TO FOUR AND NOT OTHERWISE!', none],
])('the model is not asked about a comment that is %s', async (_, body, scores) => {
  const { before, reasons, asked, timings } = await reasonsOf(body, scores, async () => spans)
  expect(reasons).toEqual(before)
  expect(asked).toBe(0)
  expect(timings).toEqual({})
})

test('words that cannot be found change no reason, and the log names the comment by its id alone', async () => {
  const away = async () => Promise.reject(new Error('the model is away'))
  const { before, reasons, lines } = await reasonsOf('You fools, all of you.', insulting, away)
  expect(reasons.length).toBeGreaterThan(0)
  expect(reasons).toEqual(before)
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0]!)).toMatchObject({ level: 40, comment: '7' })
  expect(lines[0]).not.toContain('fools')
})
