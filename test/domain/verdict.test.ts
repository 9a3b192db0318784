import { describe, expect, it } from 'vitest'
import { mostSevere, statusAfter, type Verdict } from '../../src/domain/verdict.js'

describe('the verdict of several rules', () => {
  const cases: [Verdict[], Verdict][] = [
    [[], 'publish'],
    [['publish', 'publish'], 'publish'],
    [['publish', 'hold'], 'hold'],
    [['reject', 'hold', 'publish'], 'reject'],
  ]
  it.each(cases)('is the most severe: %j gives %s', (found, expected) => {
    expect(mostSevere(found)).toBe(expected)
  })
})

it('each verdict leaves the comment in a status of its own', () => {
  expect([statusAfter('publish'), statusAfter('hold'), statusAfter('reject')]).toEqual([
    'published',
    'held',
    'rejected',
  ])
})
