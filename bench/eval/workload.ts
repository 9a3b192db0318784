export type Scored = { score: number; toxic: boolean }

/** At one threshold: the share of clean comments under it, cleared unseen, and the share of toxic ones, missed. */
export type Point = { threshold: number; cleared: number; missed: number }

/** Every threshold that a comment's score gives, from the lowest: what lies under it is published unseen. */
export function workload(rows: readonly Scored[]): Point[] {
  const clean = rows.filter(({ toxic }) => !toxic).map(({ score }) => score)
  const toxic = rows.filter((row) => row.toxic).map(({ score }) => score)
  const under = (scores: number[], threshold: number) => scores.filter((score) => score < threshold).length
  const thresholds = [...new Set(rows.map(({ score }) => score))].sort((a, b) => a - b)
  return [...thresholds, Number.POSITIVE_INFINITY].map((threshold) => ({
    threshold,
    cleared: under(clean, threshold) / clean.length,
    missed: under(toxic, threshold) / toxic.length,
  }))
}

/** The share of clean comments under the highest threshold that still catches this share of the toxic ones. */
export function clearedAt(rows: readonly Scored[], caught: number): number {
  // A share of a count may come out a hair above what it is.
  const allowed = 1 - caught + 1e-9
  return workload(rows).findLast(({ missed }) => missed <= allowed)?.cleared ?? 0
}
