import type { z } from 'zod'
import { labels } from '../../src/domain/labels.js'
import type { MeasuredThreshold, thresholdsSchema } from '../../src/model/thresholds.js'

const shownThresholds = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
const comments = 1_000

// Of a thousand; a tenth where there are few.
const count = (share: number) => {
  const found = share * comments
  return found === 0 ? '0' : found < 10 ? found.toFixed(1) : found.toFixed(0)
}

function line({ threshold, precision, recall, flagged }: MeasuredThreshold): string {
  const right = (precision ?? 0) * flagged
  const missed = recall === 0 ? 'all' : count((right * (1 - recall)) / recall)
  return `| ${threshold} | ${count(flagged)} | ${count(right)} | ${missed} |`
}

function table(rows: readonly MeasuredThreshold[]): string {
  const shown = rows.filter(({ threshold }) =>
    shownThresholds.some((one) => Math.abs(one - threshold) < 1e-9),
  )
  const nothing = shown.findIndex(({ flagged }) => flagged === 0)
  // The first threshold that finds nothing says it for those above it.
  const telling = nothing < 0 ? shown : shown.slice(0, nothing + 1)
  const head = `| hold from | held of ${comments.toLocaleString('en')} | rightly | missed |`
  return [head, '| --- | --- | --- | --- |', ...telling.map(line)].join('\n')
}

/** Workload and misses at each threshold, a table a label. */
export function thresholdTables(thresholds: z.infer<typeof thresholdsSchema>): string {
  const { prevalence, rows, labels: tables } = thresholds
  const basis = `Of ${comments.toLocaleString('en')} comments of which ${Math.round(prevalence * comments)} are toxic, counted on ${rows.toLocaleString('en')} comments that the model had not seen:`
  return [basis, ...labels.map((label) => `**\`scores.${label}\`**\n\n${table(tables[label] ?? [])}`)].join(
    '\n\n',
  )
}
