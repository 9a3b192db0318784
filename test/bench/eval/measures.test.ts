import { expect, test } from 'vitest'
import { falseAlarms, spread } from '../../../bench/eval/madlibs.js'
import { measures, shown, standing } from '../../../bench/eval/measures.js'
import { svgOf, thinned } from '../../../bench/eval/picture.js'
import { markdownTable, terminalTable } from '../../../bench/eval/table.js'

test.each([
  [0.9432, 'number', '.943'],
  [0.0003, 'number', '.0003'],
  [1, 'number', '1.000'],
  [0.6, 'percent', '60.0 %'],
  [0.15, 'points', '15.0 points'],
  [5.84, 'times', '5.8×'],
  [null, 'number', 'not measured'],
] as const)('%j as %s reads %s', (value, unit, expected) => {
  expect(shown(value, unit)).toBe(expected)
})

const byId = (id: string) => measures.find((measure) => measure.id === id)!

test.each([
  ['news_auc', 0.94, 'reaches the aim'],
  ['news_auc', 0.9, 'above the floor'],
  ['news_auc', 0.899, 'under the floor'],
  ['written_held', 0.02, 'reaches the aim'],
  ['written_held', 0.08, 'above the floor'],
  ['written_held', 0.081, 'under the floor'],
  ['speed_ratio', null, ''],
])('%s of %f %s', (id, value, expected) => {
  expect(standing(byId(id), value)).toBe(expected)
})

test('both tables have a line for each measure, measured or not', () => {
  const lines = [terminalTable({ news_auc: 0.95 }), markdownTable({ news_auc: 0.95 })]
  expect(lines[0]!.split('\n')).toHaveLength(measures.length + 1)
  expect(lines[1]!.split('\n')).toHaveLength(measures.length + 2)
  for (const table of lines) expect(table).toMatch(/civil_val.*\.950.*\.900.*\.940.*reaches the aim/)
})

test('false alarms are told term by term, the longest term first, and only where there are enough', () => {
  const row = (text: string, score: number, toxic = false) => ({ text, score, toxic })
  const rows = [
    ...Array.from({ length: 20 }, (_, i) => row('an African American neighbour', i < 5 ? 0.9 : 0.1)),
    ...Array.from({ length: 20 }, () => row('an old friend', 0.1)),
    ...Array.from({ length: 20 }, () => row('a vile old man', 0.9, true)),
    ...Array.from({ length: 19 }, () => row('a deaf friend', 0.9)),
  ]
  const rates = falseAlarms(rows, 0.5)
  expect(rates).toEqual({ 'african american': 0.25, old: 0 })
  expect(spread(rates)).toBe(0.25)
})

test('a picture names its axes and stays within its frame', () => {
  const points = [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ]
  const svg = svgOf({ title: 'Said and found', across: 'said', up: 'found', points, diagonal: true })
  expect(svg).toContain('<title>Said and found</title>')
  expect(svg).toContain('d="M64 360L384 40"')
  expect(svg.match(/<circle/g)).toHaveLength(2)
})

test('a long curve is thinned, its ends kept', () => {
  const points = Array.from({ length: 1_000 }, (_, i) => ({ x: i, y: i }))
  const kept = thinned(points, 200)
  expect(kept).toHaveLength(200)
  expect([kept[0], kept.at(-1)]).toEqual([points[0], points[999]])
})
