import type { Reason } from '../domain/decision.js'
import { mostSevere, type Verdict } from '../domain/verdict.js'
import { type Judged, liveRules } from './backtest-trial.js'

/** How moderators had decided; of what nobody decided nothing is known. */
export type Reviewed = { published: number; rejected: number }
type Directions = { stricter: number; milder: number }

export type Change = { from: Verdict; to: Verdict; count: number; reviewed: Reviewed }
export type RuleChange = Directions & { rule: string; before: number; after: number }
export type SectionChange = Directions & { section: string | null; decisions: number }
export type Example = {
  decision: string
  comment: string
  from: Verdict
  to: Verdict
  rules: string[]
  moderator: Verdict | null
}

/** What is counted of one decision, beside the two judgements. */
export type Counted = { id: string; commentId: string; section: string | null; moderator: Verdict | null }

const examplesEach = 5

/** FNV-1a: picks examples by their ids alone, the same ones each time. */
function lot(id: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

const direction = (from: Verdict, to: Verdict): keyof Directions =>
  mostSevere([from, to]) === to ? 'stricter' : 'milder'

const saying = (reasons: readonly Reason[], verdict: Verdict) => [
  ...new Set(reasons.filter((one) => !one.shadow && one.verdict === verdict).map(({ rule }) => rule)),
]

/** The rules that a change comes from: those of the stricter side that say its verdict. */
const causesOf = (before: Judged, after: Judged) =>
  direction(before.verdict, after.verdict) === 'stricter'
    ? saying(after.reasons, after.verdict)
    : saying(before.reasons, before.verdict)

/** The entry of a key, made when it is not there yet. */
function entryOf<K, V>(entries: Map<K, V>, key: K, made: () => V): V {
  const entry = entries.get(key) ?? made()
  entries.set(key, entry)
  return entry
}

const byChange = (a: Directions, b: Directions) => b.stricter + b.milder - a.stricter - a.milder

/** Counts, decision by decision, what two judgements of it differ in. */
export function createTally() {
  const changes = new Map<string, Change>()
  const rules = new Map<string, RuleChange>()
  const sections = new Map<string | null, SectionChange>()
  const examples = new Map<string, Example[]>()
  const held = { before: 0, after: 0 }
  const ruleOf = (rule: string) =>
    entryOf(rules, rule, () => ({ rule, before: 0, after: 0, stricter: 0, milder: 0 }))

  const countChange = (counted: Counted, from: Verdict, to: Verdict, causes: string[]) => {
    const kind = `${from} ${to}`
    const change = entryOf(changes, kind, () => ({
      from,
      to,
      count: 0,
      reviewed: { published: 0, rejected: 0 },
    }))
    const { id: decision, commentId: comment, moderator } = counted
    change.count += 1
    if (moderator === 'publish') change.reviewed.published += 1
    if (moderator === 'reject') change.reviewed.rejected += 1
    for (const rule of causes) ruleOf(rule)[direction(from, to)] += 1
    const some = [...(examples.get(kind) ?? []), { decision, comment, from, to, rules: causes, moderator }]
    examples.set(kind, some.sort((a, b) => lot(a.decision) - lot(b.decision)).slice(0, examplesEach))
  }
  const add = (counted: Counted, before: Judged, after: Judged) => {
    const { section: name } = counted
    const section = entryOf(sections, name, () => ({ section: name, decisions: 0, stricter: 0, milder: 0 }))
    section.decisions += 1
    for (const rule of liveRules(before.reasons)) ruleOf(rule).before += 1
    for (const rule of liveRules(after.reasons)) ruleOf(rule).after += 1
    if (before.verdict === 'hold') held.before += 1
    if (after.verdict === 'hold') held.after += 1
    if (before.verdict === after.verdict) return
    section[direction(before.verdict, after.verdict)] += 1
    countChange(counted, before.verdict, after.verdict, causesOf(before, after))
  }
  const result = () => ({
    held,
    changes: [...changes.values()].sort((a, b) => b.count - a.count),
    rules: [...rules.values()].sort(byChange),
    sections: [...sections.values()].sort(byChange),
    examples: [...examples.values()].flat(),
  })
  return { add, result }
}
