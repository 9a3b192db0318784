import { binomialTest, wilson } from './binomial.js'

export type Count = { judged: number; matched: number }

/** Between which parts of the comments a rule has matched, day by day. */
export type Band = { low: number; high: number; days: number }

// Fewer comments say little about a day or an hour; three days are the least that show how days differ.
const leastOfDay = 100
const leastDays = 3
export const leastOfHour = 30
// All rules of a set together give a false alarm in one hour of a thousand, that is about one in six weeks.
const falseAlarms = 0.001

/** The band of a rule's days, each widened by how little it says; undefined when there are too few. */
export function bandOf(days: readonly Count[]): Band | undefined {
  const enough = days.filter(({ judged }) => judged >= leastOfDay)
  if (enough.length < leastDays) return undefined
  const bounds = enough.map(({ matched, judged }) => wilson(matched, judged))
  return {
    low: Math.min(...bounds.map(({ low }) => low)),
    high: Math.max(...bounds.map(({ high }) => high)),
    days: enough.length,
  }
}

/**
 * Whether an hour has left the band for good: a two-sided binomial test against the nearer edge, by Bonferroni for as many
 * rules as are tested with it. Too small an hour never has.
 */
export function leavesBand({ judged, matched }: Count, { low, high }: Band, rulesTested: number): boolean {
  if (judged < leastOfHour) return false
  const share = matched / judged
  if (share >= low && share <= high) return false
  return binomialTest(matched, judged, share > high ? high : low) < falseAlarms / rulesTested
}
