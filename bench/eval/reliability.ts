/** Comments of neighbouring scores: what the model says on average, and how many of them are toxic. */
export type Bin = { said: number; found: number; weight: number }

export type Weighed = { score: number; toxic: boolean; weight: number }

/** Weights with which a set has this share of toxic comments, whatever it has in itself. They add up to 1. */
export function weighTo(share: number, rows: readonly { score: number; toxic: boolean }[]): Weighed[] {
  const toxic = rows.filter((row) => row.toxic).length
  const clean = rows.length - toxic
  return rows.map((row) => ({ ...row, weight: row.toxic ? share / toxic : (1 - share) / clean }))
}

function binOf(rows: readonly Weighed[]): Bin {
  const weight = rows.reduce((sum, row) => sum + row.weight, 0)
  const said = rows.reduce((sum, row) => sum + row.weight * row.score, 0) / weight
  const found = rows.reduce((sum, row) => sum + (row.toxic ? row.weight : 0), 0) / weight
  return { said, found, weight }
}

/** Bins of equal mass, from the lowest score; equal scores stay in one bin, so that there may be fewer. */
export function bins(rows: readonly Weighed[], count: number): Bin[] {
  const sorted = rows.toSorted((a, b) => a.score - b.score)
  const total = sorted.reduce((sum, row) => sum + row.weight, 0)
  const groups: Weighed[][] = []
  let passed = 0
  let before: { group: number; score: number } | undefined
  for (const row of sorted) {
    // The middle of its own mass says where a row belongs.
    const place = Math.min(count - 1, Math.floor(((passed + row.weight / 2) / total) * count))
    const group: number = before?.score === row.score ? before.group : place
    groups[group] ??= []
    groups[group].push(row)
    before = { group, score: row.score }
    passed += row.weight
  }
  return groups.filter((group) => group !== undefined).map(binOf)
}

// A share of fewer rows says little: one of ten is ten points.
const fewest = 10

/** Bins of equal width, for a picture: most comments score low, and bins of equal mass would all lie in one corner. */
export function binsByScore(rows: readonly Weighed[], count: number): Bin[] {
  const place = ({ score }: Weighed) => Math.min(count - 1, Math.floor(score * count))
  return Array.from({ length: count }, (_, at) => rows.filter((row) => place(row) === at))
    .filter((group) => group.length >= fewest)
    .map(binOf)
}

/** Expected calibration error: how far what is said lies from what is found, on average over the mass. */
export function calibrationError(rows: readonly Weighed[], count: number): number {
  const total = rows.reduce((sum, row) => sum + row.weight, 0)
  return bins(rows, count).reduce(
    (sum, bin) => sum + (bin.weight / total) * Math.abs(bin.said - bin.found),
    0,
  )
}
