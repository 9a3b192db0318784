import { expect, it } from 'vitest'
import { csvLine } from '../../src/desk/csv.js'

it.each([
  ['plain', '"plain"'],
  ['a, b', '"a, b"'],
  ['say "no"', '"say ""no"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', `"'=1+1"`],
  ['+1', `"'+1"`],
  ['-1', `"'-1"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['\t=1', `"'\t=1"`],
  ['\r=1', `"'\r=1"`],
  ['a=1', '"a=1"'],
  ['', '""'],
])('%j is written as %s', (cell, written) => {
  expect(csvLine([cell, 'next'])).toBe(`${written},"next"\r\n`)
})
