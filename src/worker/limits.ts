import type { RuleSet } from '../rules/rule-set.js'
import type { Database } from '../store/database.js'
import { type RuleUsage, readRuleUsage } from '../store/rule-usage.js'

export type Limits = {
  /** How often each rule has counted today (UTC), as it was at most a second ago. */
  countedToday: () => Promise<ReadonlyMap<string, number>>
  /** The rules of the set whose limit for today is used up. Rejects while it cannot be known. */
  overLimit: (ruleSet: RuleSet) => Promise<ReadonlySet<string>>
}

// What a rule may go over its limit is what all workers decide in this time; the query reads the last minute.
const freshMs = 1_000

/** Asks the decisions how often each rule has counted today, about once a second and only if the set has a limit. */
export function followLimits(db: Database, maxAgeMs = freshMs): Limits {
  let usage: RuleUsage | undefined
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<RuleUsage> | undefined
  const read = async () => {
    const began = performance.now()
    const now = await readRuleUsage(db, usage)
    usage = now
    readAt = began
    return now
  }
  const current = async () => {
    if (usage && performance.now() - readAt < maxAgeMs) return usage
    reading ??= read().finally(() => {
      reading = undefined
    })
    return reading
  }
  return {
    countedToday: async () => (await current()).counted,
    overLimit: async ({ rules }) => {
      const limited = rules.filter(({ limit }) => limit !== undefined)
      if (limited.length === 0) return new Set()
      const { counted } = await current()
      const isOver = ({ name, limit = Number.POSITIVE_INFINITY }: (typeof rules)[number]) =>
        (counted.get(name) ?? 0) >= limit
      return new Set(limited.filter(isOver).map(({ name }) => name))
    },
  }
}
