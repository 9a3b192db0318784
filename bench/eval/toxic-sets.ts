import { auc } from './rank.js'
import { binsByScore, calibrationError, weighTo } from './reliability.js'
import type { Scorer } from './scorer.js'
import type { ToxicRow } from './sets.js'
import { clearedAt, type Scored, workload } from './workload.js'

const caughtShares = [0.99, 0.97, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5]

/** Each row with its score and whether most of its raters found it toxic. */
export async function scoreToxic(rows: readonly ToxicRow[], { scoreAll }: Scorer): Promise<Scored[]> {
  const scores = await scoreAll(rows.map(({ text }) => text))
  return rows.map(({ labels }, i) => ({ score: scores[i]?.toxic ?? Number.NaN, toxic: labels.toxic >= 0.5 }))
}

export function aucOf(rows: readonly Scored[]): number {
  return auc(
    rows.map(({ score }) => score),
    rows.map(({ toxic }) => toxic),
  )
}

/** A desk's table: for each share of toxic comments to be caught, the threshold, and what need not be seen. */
export function workloadTable(rows: readonly Scored[]) {
  const points = workload(rows)
  return caughtShares.map((caught) => {
    const threshold = points.findLast(({ missed }) => missed <= 1 - caught + 1e-9)?.threshold ?? 0
    return { threshold, caught, cleared: clearedAt(rows, caught) }
  })
}

/** What the model says against what is found, with the set weighed to the natural share. */
export function reliabilityOf(rows: readonly Scored[], naturalShare: number) {
  const weighed = weighTo(naturalShare, rows)
  return {
    reliability: binsByScore(weighed, 10).map(({ said, found }) => ({ said, found })),
    newsCalibrationError: calibrationError(weighed, 20),
  }
}
