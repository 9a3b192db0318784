import { expect, it } from 'vitest'
import { reportLines } from '../../src/commands/backtest-report.js'
import type { BacktestAnswer } from '../../src/desk/run-backtest.js'

const answer = (more: Partial<BacktestAnswer> = {}): BacktestAnswer => ({
  decisions: 2_000,
  of: 2_000,
  days: 30,
  held: { before: 90, after: 131 },
  minutesPerDay: { before: 1.5, after: 65.5, secondsPerItem: 30 },
  changes: [],
  rules: [],
  sections: [],
  untried: [],
  examples: [],
  ...more,
})
const change = (published: number, rejected: number) => ({
  changes: [{ from: 'publish', to: 'hold', count: 41, reviewed: { published, rejected } } as const],
})

const lines: [string, Partial<BacktestAnswer>, string][] = [
  ['all decisions', {}, '2,000 decisions of 30.0 days. Compared with what was decided:'],
  [
    'a sample',
    { of: 8_000 },
    '2,000 decisions of 30.0 days, a sample of 8,000: counts are of the sample, minutes a day of all. Compared with what was decided:',
  ],
  ['no change', {}, '  no verdict changes'],
  ['the price', {}, 'Held: 90 → 131; 1.5 → 65.5 minutes of moderators a day, at 30 seconds each.'],
  [
    'what moderators said of some',
    change(6, 3),
    '  would hold 41 that were published; moderators had published 6 of the 9 that they decided on, and of the other 32 nobody knows which is right',
  ],
  [
    'what moderators said of all',
    change(1, 40),
    '  would hold 41 that were published; moderators had published 1 of the 41 that they decided on',
  ],
  [
    'that moderators said nothing',
    change(0, 0),
    '  would hold 41 that were published; no moderator decided on any of them, so nobody knows which is right',
  ],
  [
    'rules that could not be tried',
    { untried: [{ rule: 'flood', receipts: 1 }] },
    'flood could not be tried on 1 decision of before its signals were read.',
  ],
  ['that there is nothing', { decisions: 0 }, 'There are no decisions to try the rules on.'],
]
it.each(lines)('tells of %s', (_, more, line) => {
  expect(reportLines(answer(more), 'what was decided')).toContain(line)
})
