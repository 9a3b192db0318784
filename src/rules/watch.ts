import type { RuleAlert, RuleWatch } from '../domain/rule-watch.js'
import { type Band, bandOf, type Count, leastOfHour, leavesBand } from './guard.js'
import type { Rule } from './rule-schema.js'

type Counts = Count & { rules: string; rule: string }

/** What the decisions say of the rules. */
export type Seen = {
  days: readonly (Counts & { day: Date })[]
  lastHour: readonly Counts[]
  lastDay: readonly (Counts & { wouldHold: number; wouldReject: number })[]
  countedToday: ReadonlyMap<string, number>
  now: Date
  /** Whether a rule matches by the same condition in the set of this hash as in the one in force. */
  isSame: (rules: string, rule: string) => boolean
}

const sum = <T>(rows: readonly T[], of: (row: T) => number) => rows.reduce((total, row) => total + of(row), 0)
const total = (rows: readonly Count[]): Count => ({
  judged: sum(rows, ({ judged }) => judged),
  matched: sum(rows, ({ matched }) => matched),
})

function bandOfRule({ name }: Rule, { days, isSame }: Seen): Band | undefined {
  const byDay = new Map<number, Count[]>()
  for (const one of days) {
    if (one.rule !== name || !isSame(one.rules, name)) continue
    byDay.set(one.day.getTime(), [...(byDay.get(one.day.getTime()) ?? []), one])
  }
  return bandOf([...byDay.values()].map(total))
}

function modeOf({ mode, expires }: Rule, now: Date): RuleWatch['mode'] {
  return expires !== undefined && now.toISOString().slice(0, 10) > expires ? 'off' : mode
}

const percent = (share: number) => `${(100 * share).toFixed(share < 0.01 ? 2 : 1)} %`

function bandAlert({ judged, matched }: Count, { low, high, days }: Band): string {
  const now = `${percent(matched / judged)} of ${judged} comments in the last hour`
  return `Matches ${now}; on its last ${days} days it was ${percent(low)} to ${percent(high)}.`
}

const limitAlert = (limit: number) =>
  `Has counted ${limit} times today, its limit: a shadow until midnight UTC.`

type Tested = { rule: Rule; mode: RuleWatch['mode']; band: Band | undefined; hour: Count }

const of = <T extends Counts>(rows: readonly T[], { name }: Rule) => rows.filter(({ rule }) => rule === name)

function testedOf(rule: Rule, seen: Seen): Tested {
  const same = of(seen.lastHour, rule).filter(({ rules }) => seen.isSame(rules, rule.name))
  return { rule, mode: modeOf(rule, seen.now), band: bandOfRule(rule, seen), hour: total(same) }
}

const isTestable = ({ mode, band, hour }: Tested) => mode !== 'off' && band && hour.judged >= leastOfHour

/** What is the matter with a rule, by kind, in a sentence. */
function troubleOf({ rule, mode, band, hour }: Tested, countedToday: number, rulesTested: number) {
  if (mode === 'off') return []
  const { limit } = rule
  const over = limit !== undefined && countedToday >= limit
  const out = band && leavesBand(hour, band, rulesTested)
  return [
    ...(over ? [{ kind: 'limit' as const, detail: limitAlert(limit) }] : []),
    ...(out ? [{ kind: 'band' as const, detail: bandAlert(hour, band) }] : []),
  ]
}

/** What is seen of each rule in force, and what about it a person should look at; `before` says since when. */
export function watchRules(rules: readonly Rule[], seen: Seen, before: readonly RuleWatch[]): RuleWatch[] {
  const tested = rules.map((rule) => testedOf(rule, seen))
  const rulesTested = tested.filter(isTestable).length
  return tested.map((one): RuleWatch => {
    const { rule, mode, band } = one
    const countedToday = seen.countedToday.get(rule.name) ?? 0
    const lastDay = of(seen.lastDay, rule)
    const known = before.find((other) => other.rule === rule.name)?.alerts
    const sinceWhen = (kind: RuleAlert['kind']) =>
      known?.find((alert) => alert.kind === kind)?.since ?? seen.now.toISOString()
    return {
      rule: rule.name,
      mode,
      verdict: rule.then,
      share: rule.share,
      limit: rule.limit ?? null,
      countedToday,
      lastHour: total(of(seen.lastHour, rule)),
      lastDay: total(lastDay),
      wouldHave: {
        held: sum(lastDay, ({ wouldHold }) => wouldHold),
        rejected: sum(lastDay, ({ wouldReject }) => wouldReject),
      },
      band: band ?? null,
      alerts: troubleOf(one, countedToday, rulesTested).map(({ kind, detail }) => ({
        kind,
        since: sinceWhen(kind),
        detail,
      })),
    }
  })
}

/** What a rule matches by, as a text: two rules of the same text match the same comments, but for what is in lists. */
const meaningOf = ({ when, sections, mode, expires }: Rule) =>
  JSON.stringify([when, sections ?? null, mode === 'off', expires ?? null])

/** The meanings of a set's rules by name. A longer list does not make a rule another one: that it runs wild then is news. */
export const meaningsOf = (rules: readonly Rule[]): ReadonlyMap<string, string> =>
  new Map(rules.map((rule) => [rule.name, meaningOf(rule)]))
