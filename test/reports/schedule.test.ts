import { describe, expect, it } from 'vitest'
import { retryDelayMs } from '../../src/reports/schedule.js'

const delays = (random: () => number) => {
  const all: number[] = []
  for (let attempt = 0; ; attempt += 1) {
    const delay = retryDelayMs(attempt, random)
    if (delay === undefined) return all
    all.push(delay)
  }
}
const hour = 3_600_000

describe('the retries of a report', () => {
  it('go on for more than a day and less than two', () => {
    const total = delays(() => 0).reduce((sum, delay) => sum + delay, 0)
    expect(total).toBeGreaterThan(24 * hour)
    expect(total).toBeLessThan(48 * hour)
  })

  it('begin within seconds and become ever rarer', () => {
    const all = delays(() => 0)
    expect(all[0]).toBeLessThanOrEqual(5_000)
    expect(all).toEqual(all.toSorted((a, b) => a - b))
  })

  it('are spread by up to a tenth, so that not all come at once', () => {
    const [early, late] = [delays(() => 0), delays(() => 1)]
    expect(late).toEqual(early.map((delay) => Math.round(delay * 1.1)))
  })
})
