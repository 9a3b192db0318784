import { type Share, shareOf, stratified } from './shares.js'

/** What was measured of a threshold on held-back rows, and how many of the desk's decisions reach it and no higher one. */
export type CountedThreshold = {
  threshold: number
  precision: number | null
  recall: number
  flagged: number
  decisions: number
  published: number
  rejected: number
}

export type Sample = {
  thresholds: readonly CountedThreshold[]
  rows: number
  days: number
  secondsPerItem: number
}

export type PricedThreshold = {
  threshold: number
  itemsPerDay: number
  minutesPerDay: number
  /** On how many of those that reach it moderators decided. */
  reviewed: number
  /** How many of all that reach it they would reject; undefined when they saw too few of them. */
  precision: Share | undefined
  /** How many of all that have the label it finds, on the held-back rows. */
  recall: Share | undefined
  /** How many that have the label it leaves out; undefined when nothing is known of them. */
  missesPerDay: { expected: number; low: number; high: number } | undefined
}

// With a hundred verdicts a share of one half is known to within ten points, and of a thousand decisions a threshold that
// one in a hundred reaches has ten.
const least = { decisions: 1_000, verdicts: 100 }

/** Why a sample is too small to advise on, as one sentence; undefined when it is not. */
export function tooFew(scored: { decisions: number; verdicts: number }): string | undefined {
  if (scored.decisions >= least.decisions && scored.verdicts >= least.verdicts) return undefined
  const number = (value: number) => value.toLocaleString('en')
  return (
    `There are ${number(scored.decisions)} decisions with scores of this model and ${number(scored.verdicts)} moderators' verdicts on them; ` +
    `under ${number(least.decisions)} and ${number(least.verdicts)} any advice would be a guess.`
  )
}

/**
 * How many held-back rows count for the recall. The file does not say how many had the label, only their part on a natural
 * share, which is less than among the rows: the intervals are rather too wide than too narrow.
 */
function labelled({ thresholds, rows }: Sample): number {
  const known = thresholds.find(({ precision, recall }) => precision !== null && recall > 0)
  if (!known) return 0
  return Math.max(1, Math.round((rows * known.flagged * (known.precision ?? 0)) / known.recall))
}

/** Of those found, so many are right; the right ones are `recall` of all that there are. The bounds take the worst of both. */
function misses(items: number, precision: Share | undefined, recall: Share | undefined) {
  if (!precision || !recall || recall.share <= 0 || recall.low <= 0) return undefined
  const left = (right: number, found: number) => (items * right * (1 - found)) / found
  return {
    expected: left(precision.share, recall.share),
    low: left(precision.low, recall.high),
    high: left(precision.high, recall.low),
  }
}

/** What each threshold costs and leaves out, by the desk's own decisions. Thresholds rise. */
export function priceThresholds(sample: Sample): PricedThreshold[] {
  const { thresholds, days, secondsPerItem } = sample
  const positives = labelled(sample)
  return thresholds.map(({ threshold, recall: measured }, at) => {
    const reached = thresholds.slice(at)
    const sum = (what: 'decisions' | 'published' | 'rejected') =>
      reached.reduce((total, one) => total + one[what], 0)
    const itemsPerDay = sum('decisions') / days
    const reviewed = sum('published') + sum('rejected')
    // They see more of what scores high, so each step counts by how many there are in it.
    const precision = stratified(
      reached.map((one) => ({
        all: one.decisions,
        hits: one.rejected,
        cases: one.published + one.rejected,
      })),
    )
    const recall = shareOf(measured * positives, positives)
    return {
      threshold,
      itemsPerDay,
      minutesPerDay: (itemsPerDay * secondsPerItem) / 60,
      reviewed,
      precision,
      recall,
      missesPerDay: misses(itemsPerDay, precision, recall),
    }
  })
}
