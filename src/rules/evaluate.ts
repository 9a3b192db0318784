import type { Reason } from '../domain/decision.js'
import type { Normalised } from '../domain/normalise.js'
import type { Reading, Readings } from '../domain/signal.js'
import { mostSevere, type Verdict } from '../domain/verdict.js'
import { heldForItsArticle } from './article-mode.js'
import type { Values } from './condition.js'
import { type Judgement, judge } from './kleene.js'
import type { Question } from './questions.js'
import { groupsOf, reasonOf } from './reasons.js'
import type { CompiledRule, RuleSet } from './rule-set.js'
import { type Occasion, standingOf } from './standing.js'
import type { TextMatches } from './text-finder.js'

/** What rules look at beside the readings; all of it is given, so that the same receipt gives the same verdict. */
export type RuleCircumstances = Occasion & {
  /** The normalised body with the way back to the reader's own text; undefined is unknown. */
  text: Normalised | undefined
  /** What an evaluation by the same rule set found in the text, for when the text itself is gone. */
  lists?: TextMatches | undefined
}

/** A rule whose condition failed while it ran: its part in it is unknown, and the caller logs the cause. */
export type RuleFailure = { rule: string; cause: unknown }

export type Outcome = {
  verdict: Verdict
  /** Every match, in the order of the rules, shadow ones too. */
  reasons: Reason[]
  /** The groups of all unknown signals, sorted, whether or not a rule asked for them. */
  missing: string[]
  /** The signals behind its verdict: those of the live matches that hold or reject, each once. */
  restsOn: string[]
  failures: RuleFailure[]
  /** Where in the reader's own text each list of the set was found, for the receipt; empty when the text is unknown. */
  lists: TextMatches
  /** How urgent a moderator's look is: the highest `priority` of the rules that count. */
  priority: number
}

type Judged = { rule: CompiledRule; judgement: Judgement; reason: Reason | undefined; live: boolean }

/** The answers to a set's questions, as readings; unknown where neither the text nor what was found in it is there. */
function answersOf(questions: readonly Question[], lists: TextMatches): Record<string, Reading | undefined> {
  const answers: Record<string, Reading | undefined> = {}
  for (const { name, source, severity, answer } of questions) {
    const all = lists[source]
    const spans = severity === undefined ? all : all?.filter((one) => (one.severity ?? 'mild') === severity)
    const value = answer === 'bool' ? (spans?.length ?? 0) > 0 : (spans?.length ?? 0)
    answers[name] = spans && { value, spans }
  }
  return answers
}

/** The known readings as CEL reads them: `{ links: { count: 3 }, asks: { q0: true } }`. */
function valuesOf(readings: Readings, questions: readonly Question[], answers: Readings): Values {
  // Objects as literals make them: those without a prototype are several times slower to read, and names are ours.
  const values: Record<string, Record<string, unknown>> = { asks: {}, counts: {} }
  for (const [name, reading] of Object.entries(readings)) {
    const dot = name.indexOf('.')
    const group = name.slice(0, dot)
    values[group] ??= {}
    if (reading) values[group][name.slice(dot + 1)] = reading.value
  }
  for (const [index, { name, answer }] of questions.entries()) {
    const group = values[answer === 'bool' ? 'asks' : 'counts']
    if (group) group[`q${index}`] = answers[name]?.value
  }
  return values
}

/** An exemption lifts holds. What a rule rejects, or would reject if it could be judged, it does not touch. */
function verdictOf(judged: readonly Judged[]): Verdict {
  const live = judged.filter(({ live, reason }) => live && reason)
  const exempt = live.some(({ rule, judgement }) => rule.exempt && judgement.truth === true)
  const counted = exempt ? live.filter(({ rule }) => rule.then === 'reject') : live
  return mostSevere(counted.flatMap(({ reason }) => (reason ? [reason.verdict] : [])))
}

/** Nothing for a comment that is published, though a rule that an exemption lifts may have matched. */
function restsOn(verdict: Verdict, judged: readonly Judged[]): string[] {
  if (verdict === 'publish') return []
  const behind = judged.filter(
    ({ judgement, reason, live }) => live && judgement.truth === true && reason?.verdict !== 'publish',
  )
  return [...new Set(behind.flatMap(({ rule }) => rule.names))]
}

/** What the rules of a set name and nobody could tell. */
type Unknown = ReadonlySet<string>

const matches: Judgement = { truth: true, missing: [], causes: [] }
const matchesNot: Judgement = { truth: false, missing: [], causes: [] }

/** Where all is known, the whole condition is run at once: taken apart, it costs several times as much. */
function judgeRule(rule: CompiledRule, readings: Readings, values: Values, unknown: Unknown): Judgement {
  if (unknown.size > 0 && rule.names.some((name) => unknown.has(name)))
    return judge(rule.condition, readings, values)
  try {
    return rule.holds(values) ? matches : matchesNot
  } catch {
    // Not swallowed: taken apart, it fails again, and says where.
    return judge(rule.condition, readings, values)
  }
}

/** The rules that have something to say, and that stand: most match nothing, and are done with their condition. */
function judgeAll(ruleSet: RuleSet, readings: Readings, values: Values, occasion: Occasion): Judged[] {
  const unknown = new Set(ruleSet.names.filter((name) => readings[name] === undefined))
  const judged: Judged[] = []
  for (const rule of ruleSet.rules) {
    if (rule.mode === 'off') continue
    const judgement = judgeRule(rule, readings, values, unknown)
    if (judgement === matchesNot) continue
    const standing = standingOf(rule, occasion)
    if (standing === 'off') continue
    const live = standing === 'live'
    judged.push({ rule, judgement, reason: reasonOf(rule, judgement, readings, !live), live })
  }
  return judged
}

/** Runs every rule on one comment's readings. The verdict is the most severe of the live matches; a rule that could
 * not be judged holds, unless it says `skip`. After the rules, the article's mode has its say. */
export function evaluate(ruleSet: RuleSet, readings: Readings, circumstances: RuleCircumstances): Outcome {
  const { text } = circumstances
  const lists = text === undefined ? (circumstances.lists ?? {}) : ruleSet.find(text)
  const answers = answersOf(ruleSet.questions, lists)
  const values = valuesOf(readings, ruleSet.questions, answers)
  const judged = judgeAll(ruleSet, { ...readings, ...answers }, values, circumstances)
  const unread = Object.keys(readings).filter((name) => readings[name] === undefined)
  const said = verdictOf(judged)
  const forArticle = heldForItsArticle(said, readings)
  return {
    verdict: forArticle?.verdict ?? said,
    reasons: [...judged.flatMap(({ reason }) => reason ?? []), ...(forArticle ? [forArticle] : [])],
    missing: groupsOf([...unread, ...judged.flatMap(({ judgement }) => judgement.missing)]),
    restsOn: restsOn(said, judged),
    failures: judged.flatMap(({ rule, judgement }) =>
      judgement.causes.map((cause) => ({ rule: rule.name, cause })),
    ),
    lists,
    priority: Math.max(0, ...judged.map(({ rule, reason, live }) => (live && reason ? rule.priority : 0))),
  }
}
