/**
 * What a probability that holds where `from` of all comments are toxic becomes where `to` of them are. By Bayes' rule
 * only the odds of the shares change: what the text itself says stays the same.
 */
export function rebase(probability: number, from: number, to: number): number {
  const yes = probability * (to / from)
  const no = (1 - probability) * ((1 - to) / (1 - from))
  return yes / (yes + no)
}
