// The score that leaves 2.5 % on either side.
const z95 = 1.959964

/** The 95 % interval of Wilson for a proportion: narrow for many cases, wide for few, never below 0 or above 1. */
export function wilson(hits: number, cases: number): { low: number; high: number } {
  const share = hits / cases
  const square = z95 ** 2 / cases
  const middle = (share + square / 2) / (1 + square)
  const half = (z95 * Math.sqrt((share * (1 - share)) / cases + square / (4 * cases))) / (1 + square)
  return { low: hits === 0 ? 0 : middle - half, high: hits === cases ? 1 : middle + half }
}

function logProbability(hits: number, cases: number, share: number): number {
  let sum = hits * Math.log(share) + (cases - hits) * Math.log1p(-share)
  const fewer = Math.min(hits, cases - hits)
  for (let i = 1; i <= fewer; i += 1) sum += Math.log(cases - fewer + i) - Math.log(i)
  return sum
}

// Terms smaller than this part of the sum add nothing that a comparison could see.
const negligible = 1e-12

/** The probability of so many hits or more, exactly: the binomial's terms added up. */
function upperTail(hits: number, cases: number, share: number): number {
  let term = Math.exp(logProbability(hits, cases, share))
  let sum = term
  for (let k = hits + 1; k <= cases && term > sum * negligible; k += 1) {
    term *= ((cases - k + 1) / k) * (share / (1 - share))
    sum += term
  }
  return Math.min(1, sum)
}

/**
 * How probable hits this far from what `share` lets expect are, to either side: twice the smaller tail. `share` lies
 * between 0 and 1, both excluded.
 */
export function binomialTest(hits: number, cases: number, share: number): number {
  const tail =
    hits >= cases * share ? upperTail(hits, cases, share) : upperTail(cases - hits, cases, 1 - share)
  return Math.min(1, 2 * tail)
}
