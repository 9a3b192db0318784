const second = 1_000
const minute = 60 * second
const hour = 60 * minute

// Quick at first, for a receiver that restarts; then patient, for one that is down over a day (29 hours in all).
const delaysMs = [
  2 * second,
  10 * second,
  30 * second,
  2 * minute,
  10 * minute,
  30 * minute,
  hour,
  2 * hour,
  5 * hour,
  8 * hour,
  12 * hour,
]

/**
 * How long to wait after the failed attempt of this number (from 0); undefined when it was the last.
 * Up to a tenth is added at random, so that a receiver that comes back does not meet everything at once.
 */
export function retryDelayMs(attempt: number, random: () => number = Math.random): number | undefined {
  const delay = delaysMs[attempt]
  return delay === undefined ? undefined : Math.round(delay * (1 + random() / 10))
}
