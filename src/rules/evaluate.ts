import type { Reason, Span } from '../domain/decision.js'
import { type Normalised, toOriginal } from '../domain/normalise.js'
import type { Reading, Readings } from '../domain/signal.js'
import { mostSevere, type Verdict } from '../domain/verdict.js'
import type { Values } from './condition.js'
import { type Judgement, judge } from './kleene.js'
import type { CompiledRule, RuleSet } from './rule-set.js'

/** A rule whose condition failed while it ran: its part in it is unknown, and the caller logs the cause. */
export type RuleFailure = { rule: string; cause: unknown }

/** What rules look at beside the readings; all of it is given, so that the same receipt gives the same verdict. */
export type RuleCircumstances = {
  /** The normalised body with the way back to the reader's own text; undefined is unknown. */
  text: Normalised | undefined
  /** The comment's own id within Stet: a rule's `share` depends on it. */
  commentId: string
  section: string | null
  now: Date
  /** The rules whose `limit` for today is used up: they match in the shadow. */
  overLimit: ReadonlySet<string>
}

/** Where each list of the set was found, by its name: stretches of the reader's own text, an empty list for none. */
export type ListMatches = Readonly<Record<string, readonly Span[]>>

export type Outcome = {
  verdict: Verdict
  /** Every match, in the order of the rules, shadow ones too. */
  reasons: Reason[]
  /** The groups of all unknown signals, sorted, whether or not a rule asked for them. */
  missing: string[]
  failures: RuleFailure[]
  lists: ListMatches
}

const groupOf = (name: string) => name.split('.')[0] ?? name

const groupsOf = (names: readonly string[]) => [...new Set(names.map(groupOf))].sort()

/** The known readings as CEL reads them: `{ links: { count: 3 } }`. */
function valuesOf(readings: Readings): Values {
  const values: Record<string, Record<string, unknown> | unknown> = Object.create(null)
  for (const [name, reading] of Object.entries(readings)) {
    const [group = '', field] = name.split('.')
    if (field === undefined) values[group] = reading?.value
    else {
      values[group] ??= Object.create(null)
      if (reading) (values[group] as Record<string, unknown>)[field] = reading.value
    }
  }
  return values
}

/** Where the signals of a matching condition were seen, each stretch once, in the order of the text. */
function spansOf(names: readonly string[], readings: Readings): Span[] {
  const spans = new Map<string, Span>()
  for (const { start, end } of names.flatMap((name) => readings[name]?.spans ?? []))
    spans.set(`${start}-${end}`, { start, end })
  return [...spans.values()].sort((a, b) => a.start - b.start || a.end - b.end)
}

function reasonOf(
  rule: CompiledRule,
  { truth, missing }: Judgement,
  readings: Readings,
  overLimit: ReadonlySet<string>,
): Reason | undefined {
  const shadow = rule.mode === 'shadow' || overLimit.has(rule.name)
  if (truth === true) {
    const spans = spansOf(rule.names, readings)
    return { rule: rule.name, verdict: rule.then, message: rule.because, spans, shadow }
  }
  if (truth === false || rule.unknown === 'skip') return undefined
  const why = missing.length > 0 ? `${groupsOf(missing).join(', ')} missing` : 'its condition failed'
  const message = `Could not be judged (${why}): ${rule.because}`
  return { rule: rule.name, verdict: 'hold', message, spans: [], shadow }
}

function listMatches(ruleSet: RuleSet, text: Normalised | undefined): ListMatches {
  if (text === undefined) return {}
  return Object.fromEntries(
    [...ruleSet.lists].map(([name, find]) => [
      name,
      find(text.text.toLowerCase()).map((span) => toOriginal(text.offsets, span)),
    ]),
  )
}

/** Runs every rule on one comment's readings. The verdict is the most severe of the live matches; a rule that could
 * not be judged holds, unless it says `skip`. */
export function evaluate(ruleSet: RuleSet, readings: Readings, circumstances: RuleCircumstances): Outcome {
  const { text, overLimit } = circumstances
  const reading: Reading | undefined = text === undefined ? undefined : { value: text.text.toLowerCase() }
  const all: Readings = { ...readings, text: reading }
  const values = valuesOf(all)
  const reasons: Reason[] = []
  const failures: RuleFailure[] = []
  const missing = Object.keys(readings).filter((name) => readings[name] === undefined)
  for (const rule of ruleSet.rules) {
    if (rule.mode === 'off') continue
    const judgement = judge(rule.condition, all, values)
    const reason = reasonOf(rule, judgement, all, overLimit)
    if (reason) reasons.push(reason)
    failures.push(...judgement.causes.map((cause) => ({ rule: rule.name, cause })))
    missing.push(...judgement.missing)
  }
  const verdict = mostSevere(reasons.flatMap((reason) => (reason.shadow ? [] : [reason.verdict])))
  return { verdict, reasons, missing: groupsOf(missing), failures, lists: listMatches(ruleSet, text) }
}
