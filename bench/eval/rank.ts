/** The places of the values from the lowest, 1 onwards; equal values share the mean of their places. */
export function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  const found = new Array<number>(values.length).fill(0)
  for (let start = 0; start < order.length; ) {
    let end = start
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end += 1
    for (const i of order.slice(start, end)) found[i] = (start + 1 + end) / 2
    start = end
  }
  return found
}

/** The chance that a positive scores above a negative, a tie counting half. NaN without both. */
export function auc(scores: readonly number[], positive: readonly boolean[]): number {
  const places = ranks(scores)
  const count = positive.filter(Boolean).length
  const sum = places.reduce((total, place, i) => total + (positive[i] ? place : 0), 0)
  return (sum - (count * (count + 1)) / 2) / (count * (scores.length - count))
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Spearman's rank correlation: Pearson's of the ranks, which is right with ties too. */
export function spearman(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranks(a), ranks(b)]
  const [mx, my] = [mean(x), mean(y)]
  const product = (p: readonly number[], mp: number, q: readonly number[], mq: number) =>
    p.reduce((sum, value, i) => sum + (value - mp) * ((q[i] ?? 0) - mq), 0)
  return product(x, mx, y, my) / Math.sqrt(product(x, mx, x, mx) * product(y, my, y, my))
}
