import { wilson } from './binomial.js'

/** A share with the bounds between which it lies in 95 of 100 cases, Wilson's. */
export type Share = { share: number; low: number; high: number }

/** The share of hits in cases; of no cases nothing is known. */
export const shareOf = (hits: number, cases: number): Share | undefined =>
  cases > 0 ? { share: hits / cases, ...wilson(hits, cases) } : undefined

/** Some of the cases of a part of all were looked into. */
export type Stratum = { all: number; hits: number; cases: number }

// With more than a tenth of all in parts that nobody looked into, the rest says nothing of the whole.
const leastCovered = 0.9

/**
 * The share of hits among all, where of some parts more was looked into than of others: each part counts by how many there
 * are in it. The bounds are those of the parts, added as squares (MOVER); a part that nobody looked into may have anything.
 */
export function stratified(strata: readonly Stratum[]): Share | undefined {
  const sum = (of: readonly Stratum[]) => of.reduce((total, { all }) => total + all, 0)
  const total = sum(strata)
  const covered = strata.filter(({ cases }) => cases > 0)
  if (total === 0 || sum(covered) < leastCovered * total) return undefined
  const mean = covered.reduce((mean, { all, hits, cases }) => mean + (all * hits) / cases, 0) / sum(covered)
  const parts = strata.map(({ all, hits, cases }) => ({
    weight: all / total,
    ...(shareOf(hits, cases) ?? { share: mean, low: 0, high: 1 }),
  }))
  const away = (bound: 'low' | 'high') =>
    Math.hypot(...parts.map((one) => one.weight * (one.share - one[bound])))
  const share = parts.reduce((whole, one) => whole + one.weight * one.share, 0)
  return { share, low: Math.max(0, share - away('low')), high: Math.min(1, share + away('high')) }
}
