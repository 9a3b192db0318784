import { describe, expect, it } from 'vitest'
import { bodyMaxLength, commentInputSchema } from '../../src/domain/comment.js'

const good = { id: 'c-1', body: 'Well said.', author: { id: 'a-1' }, article: { id: 'n-1' } }

describe('a comment from a site', () => {
  it('is taken with its ids and its body alone, and its author is a reader', () => {
    expect(commentInputSchema.parse(good).author.role).toBe('reader')
  })

  it('may be as long as the limit', () => {
    expect(commentInputSchema.safeParse({ ...good, body: 'x'.repeat(bodyMaxLength) }).success).toBe(true)
  })

  const bad: [string, unknown, (string | number)[]][] = [
    ['no body', { ...good, body: undefined }, ['body']],
    ['a body that is not text', { ...good, body: 7 }, ['body']],
    ['an empty body', { ...good, body: '' }, ['body']],
    ['only white space', { ...good, body: ' \n\t ' }, ['body']],
    ['a body over the limit', { ...good, body: 'x'.repeat(bodyMaxLength + 1) }, ['body']],
    ['a lone surrogate', { ...good, body: 'a\ud800b' }, ['body']],
    ['NUL', { ...good, body: 'a\u0000b' }, ['body']],
    ['an id of 201 characters', { ...good, id: 'x'.repeat(201) }, ['id']],
    ['an unknown role', { ...good, author: { id: 'a', role: 'king' } }, ['author', 'role']],
    ['a time that is none', { ...good, createdAt: 'yesterday' }, ['createdAt']],
  ]
  it.each(bad)('is refused for %s, and the error names the place', (_what, input, path) => {
    expect(commentInputSchema.safeParse(input).error?.issues[0]?.path).toEqual(path)
  })

  it('is refused for an unknown key', () => {
    const [issue] = commentInputSchema.safeParse({ ...good, bodi: 'x' }).error?.issues ?? []
    expect(issue).toMatchObject({ code: 'unrecognized_keys', keys: ['bodi'] })
  })
})
