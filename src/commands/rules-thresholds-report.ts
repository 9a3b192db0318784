import type { Share } from '../rules/shares.js'
import type { PricedThreshold } from '../rules/thresholds.js'
import { textTable } from './text-table.js'

const amount = (value: number) => (value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en'))
const percent = (value: number) => `${Math.round(value * 100)}`

const told = (share: Share | undefined) =>
  share ? `${percent(share.share)} % (${percent(share.low)}–${percent(share.high)})` : 'not known'

function rejected({ precision, reviewed }: PricedThreshold): string {
  const seen = reviewed.toLocaleString('en')
  return precision ? `${told(precision)} by ${seen}` : `not known by ${seen}`
}

function missed({ missesPerDay: misses, recall }: PricedThreshold): string {
  if (!misses) return recall?.share === 0 ? 'all' : 'not known'
  return `${amount(misses.expected)} (${amount(misses.low)}–${amount(misses.high)})`
}

const headings = ['from', 'items a day', 'minutes a day', 'moderators reject', 'finds', 'misses a day']

const row = (one: PricedThreshold) => [
  one.threshold.toFixed(one.threshold < 0.01 ? 3 : 2),
  amount(one.itemsPerDay),
  amount(one.minutesPerDay),
  rejected(one),
  told(one.recall),
  missed(one),
]

/** The first threshold that nothing reaches says it for those above it. */
function telling(priced: readonly PricedThreshold[]): readonly PricedThreshold[] {
  const empty = priced.findIndex(({ itemsPerDay }) => itemsPerDay === 0)
  return empty < 0 ? priced : priced.slice(0, empty + 1)
}

/** A table of what each threshold costs and misses. */
export const thresholdTable = (priced: readonly PricedThreshold[]): string[] =>
  textTable([headings, ...telling(priced).map(row)])

/** What a reader of the table must know to read it rightly. */
export const howToRead = [
  'In brackets: between what it lies in 95 of 100 cases.',
  'moderators reject: what they would of those that reach the threshold, by as many verdicts as stand there. Each step of the',
  '  table counts by how many there are in it; "not known" where they saw too few. They reject for other reasons too.',
  'finds: of the comments that have the label, on rows that the model had not seen; other comments than yours.',
  'misses a day: follows from the two; the bounds take the worst of both.',
]
