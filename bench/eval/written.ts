import type { Scores } from '../../src/domain/labels.js'
import { normalise } from '../../src/domain/normalise.js'
import { quietSurroundings } from '../../src/domain/quiet.js'
import type { Circumstances } from '../../src/domain/signal.js'
import { evaluate } from '../../src/rules/evaluate.js'
import { loadRuleSet } from '../../src/rules/load-rule-set.js'
import type { RuleSet } from '../../src/rules/rule-set.js'
import { declarations, readSignals } from '../../src/signals/all.js'
import type { Scorer } from './scorer.js'

// An author whom the site knows, so that only the text speaks for or against a comment.
const known: Omit<Circumstances, 'body' | 'normalisedBody' | 'scores' | 'wholeScores'> = {
  ...quietSurroundings(new Date(0)),
  author: { id: 'a-1', role: 'reader', joinedAt: null },
  section: 'world',
  declaredLanguage: null,
  record: { published: 50, held: 0, rejected: 0 },
}

function isHeld(ruleSet: RuleSet, body: string, scores: Scores): boolean {
  const text = normalise(body)
  const { readings } = readSignals({ ...known, body, normalisedBody: text.text, scores, wholeScores: scores })
  const { now, section } = known
  const circumstances = { text, commentId: 'c-1', section, now, overLimit: new Set<string>() }
  return evaluate(ruleSet, readings, circumstances).verdict !== 'publish'
}

/** The share of comments, all of them civil, that the shipped rules would hold or reject. */
export async function writtenFigures(
  rows: readonly { text: string }[],
  holdThreshold: number,
  { scoreAll }: Scorer,
) {
  const ruleSet = await loadRuleSet('rules/default.yaml', declarations)
  const scores = await scoreAll(rows.map(({ text }) => text))
  const judged = rows.flatMap(({ text }, i) => {
    const found = scores[i]
    return found ? [{ held: isHeld(ruleSet, text, found), over: found.toxic >= holdThreshold }] : []
  })
  return {
    heldByTheRules: judged.filter(({ held }) => held).length / rows.length,
    overTheHoldThreshold: judged.filter(({ over }) => over).length / rows.length,
  }
}
