import { describe, expect, it } from 'vitest'
import { suggestMode, type Traffic } from '../../src/desk/suggest-mode.js'
import type { ArticleMode } from '../../src/domain/article-mode.js'

// Half a day of ten comments in a quarter of an hour, of which the machine stops one in twenty.
const usual: Traffic = {
  lately: 10,
  before: 480,
  quarters: 48,
  judgedLately: 10,
  stoppedLately: 1,
  judgedBefore: 480,
  stoppedBefore: 24,
}
const suggested = (change: Partial<Traffic>, mode: ArticleMode = 'open') => {
  const suggestion = suggestMode({ ...usual, ...change }, mode)
  return suggestion && `${suggestion.why}: ${suggestion.mode}`
}

describe('an article', () => {
  it.each<[string, Partial<Traffic>, string | null]>([
    ['that goes on as usual suggests nothing', {}, null],
    ['with four times as many comments suggests to watch it', { lately: 40 }, 'rate: watch'],
    ['with three times as many does not: mornings do that', { lately: 30 }, null],
    ['that was quiet is no crowd with 29', { lately: 29, before: 4 }, null],
    ['that was quiet is one with 30', { lately: 30, before: 4 }, 'rate: watch'],
    ['that is younger than an hour has nothing to be compared with', { lately: 200, quarters: 3 }, null],
    [
      'where half is stopped suggests to hold all',
      { judgedLately: 40, stoppedLately: 20 },
      'toxicity: premoderate',
    ],
    [
      'where both happen suggests to hold all',
      { lately: 90, judgedLately: 90, stoppedLately: 45 },
      'toxicity: premoderate',
    ],
    ['with too few judged says nothing of a share', { judgedLately: 19, stoppedLately: 19 }, null],
    ['where a quarter is stopped leaves it to the rules', { judgedLately: 60, stoppedLately: 15 }, null],
    [
      'where as much was always stopped is as it always was',
      { judgedLately: 40, stoppedLately: 16, stoppedBefore: 192 },
      null,
    ],
    [
      'with a share that chance may bring suggests nothing',
      { judgedLately: 20, stoppedLately: 7, judgedBefore: 480, stoppedBefore: 80 },
      null,
    ],
    [
      'that is new and hostile suggests to hold all',
      { judgedLately: 30, stoppedLately: 20, judgedBefore: 0, stoppedBefore: 0, quarters: 0 },
      'toxicity: premoderate',
    ],
  ])('%s', (_, change, expected) => {
    expect(suggested(change)).toBe(expected)
  })

  const spike = { lately: 90, judgedLately: 90, stoppedLately: 45 }
  it.each<[ArticleMode, Partial<Traffic>, string | null]>([
    ['watch', { lately: 90 }, null],
    ['watch', spike, 'toxicity: premoderate'],
    ['premoderate', spike, null],
    ['closed', spike, null],
  ])('in the mode %s is suggested nothing that is milder', (mode, change, expected) => {
    expect(suggested(change, mode)).toBe(expected)
  })

  it('shows the numbers that the suggestion rests on', () => {
    expect(suggestMode({ ...usual, lately: 50 }, 'open')).toMatchObject({ now: 50, usual: 10 })
    expect(suggestMode({ ...usual, judgedLately: 40, stoppedLately: 30 }, 'open')).toMatchObject({
      now: 0.75,
      usual: 25 / 500,
    })
  })
})
