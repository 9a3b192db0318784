import { describe, expect, it } from 'vitest'
import type { Item } from '../../src/desk/schemas/item.js'
import { actionNames, keyFault, keyMapOf, withKey } from '../../web/keys.js'
import { edits } from '../../web/lib/edits.js'
import { type Entry, neighbour, nextFree, nextInHand, refreshed, withClaimed } from '../../web/queue/entry.js'
import { filterUrl, filterWords, readFilters } from '../../web/queue/filters.js'

const later = new Date(Date.now() + 60_000).toISOString()
const gone = new Date(Date.now() - 1_000).toISOString()

/** A list in which each comment is leased to whom it is said; `done` for one that is decided. */
function look(leases: Record<string, string | null>, expiresAt = later) {
  return (id: string): Entry => {
    const moderator = leases[id] ?? null
    const item = { id, lease: moderator && moderator !== 'done' ? { moderator, expiresAt } : null } as Item
    const standing = moderator === 'done' ? { kind: 'skipped' as const, act: 'x' } : { kind: 'open' as const }
    return { item, standing }
  }
}

const order = ['a', 'b', 'c', 'd']

describe('the next comment', () => {
  it.each([
    ['is the next of mine', { b: 'bob', c: 'me' }, 'c'],
    ['is one before, when none comes after', { a: 'me', b: 'bob', c: 'done', d: null }, 'a'],
    ['is none that nobody has leased', { b: null, c: null, d: null }, undefined],
    ['is none that is done', { b: 'done', c: 'done', d: 'done' }, undefined],
  ])('%s', (_name, leases, next) => {
    expect(nextInHand(order, look(leases), 'b', 'me')).toBe(next)
  })

  it('may be one that nobody has, or whose lease is over, where there is no other', () => {
    expect(nextFree(order, look({ c: 'bob', d: null }), 'b', 'me')).toBe('d')
    expect(nextFree(order, look({ c: 'bob', d: null }, gone), 'b', 'me')).toBe('c')
  })

  it('is the neighbour for who only looks, and the ends are ends', () => {
    expect([neighbour(order, 'b', 1), neighbour(order, 'b', -1)]).toEqual(['c', 'a'])
    expect([neighbour(order, 'd', 1), neighbour(order, 'a', -1)]).toEqual(['d', 'a'])
    expect(neighbour([], undefined, 1)).toBeUndefined()
  })
})

it('what is claimed comes behind what is in hand, and nothing else moves', () => {
  expect(withClaimed(order, ['c', 'x'], new Set(['a', 'b']))).toEqual(['a', 'b', 'x', 'c', 'd'])
  expect(refreshed(['b'], ['x', 'b'], ['a', 'b', 'x', 'y'])).toEqual(['b', 'x', 'a', 'y'])
})

describe('an address', () => {
  it('says what narrows the list, and what it says in vain is left out', () => {
    const filters = readFilters({
      rule: ' insult ',
      minScore: '7',
      maxScore: '0.5',
      sort: 'best',
      nonsense: 'x',
    })
    expect(filters).toEqual({ rule: 'insult', maxScore: 0.5, sort: 'priority' })
    expect(filterUrl(filters)).toBe('/?rule=insult&maxScore=0.5')
    expect(filterWords(filters).map(({ words }) => words)).toEqual(['rule: insult', 'score at most: 0.5'])
    expect(filterUrl(readFilters({}))).toBe('/')
  })
})

describe('keys', () => {
  it('are none twice, and none of them a number', () => {
    const map = keyMapOf({})
    expect(new Set(Object.values(map)).size).toBe(actionNames.length)
    for (const name of actionNames) expect(keyFault(map, name, map[name])).toBeUndefined()
  })

  it.each([
    ['d', /is taken/],
    ['3', /Numbers/],
    ['', /writes a character/],
    [' ', /writes a character/],
    ['Enter', /writes a character/],
    ['ü', undefined],
  ])('“%s” for publishing', (key, fault) => {
    const found = keyFault(keyMapOf({}), 'publish', key)
    if (fault) expect(found).toMatch(fault)
    else expect(found).toBeUndefined()
  })

  it('that are the usual ones are not kept', () => {
    expect(withKey({ publish: 'p', skip: 'q' }, 'publish', 'f')).toEqual({ skip: 'q' })
  })
})

it('an edit is told word by word', () => {
  expect(edits('Read the article.', 'Read the whole article.')).toEqual([
    { text: 'Read the ', was: 'kept' },
    { text: 'whole ', was: 'added' },
    { text: 'article.', was: 'kept' },
  ])
})
