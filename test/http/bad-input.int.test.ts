import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { aComment, type SeenProblem, storedCount } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { startStet, type TestStet } from '../helpers/stet.js'

let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
})
afterAll(() => stet?.stop())

const good = aComment('c-1')
const post = (body: unknown, headers = {}) =>
  stet.call<SeenProblem>('POST', '/v1/comments', { body, headers })

describe('a comment that is not as the contract says', () => {
  afterEach(async () => expect(await storedCount(stet)).toBe(0))

  const bad: [string, unknown, string][] = [
    ['null', null, ''],
    ['a list', [good], ''],
    ['no body', aComment('c', { body: undefined }), '/body'],
    ['a body that is not text', aComment('c', { body: 7 }), '/body'],
    ['an empty body', aComment('c', { body: '' }), '/body'],
    ['a body of 20,001 characters', aComment('c', { body: 'x'.repeat(20_001) }), '/body'],
    ['a body of 20,001 emoji', aComment('c', { body: '😀'.repeat(20_001) }), '/body'],
    ['a body of spaces alone', aComment('c', { body: ' \n\t\u00a0\u3000' }), '/body'],
    ['a lone high surrogate', aComment('c', { body: 'so \ud83d it goes' }), '/body'],
    ['a lone low surrogate', aComment('c', { body: 'so \ude00 it goes' }), '/body'],
    ['NUL in the body', aComment('c', { body: 'so\u0000it goes' }), '/body'],
    ['no id', aComment('c', { id: undefined }), '/id'],
    ['an empty id', aComment(''), '/id'],
    ['an id that no address can carry', aComment('..'), '/id'],
    ['an id of 201 characters', aComment('x'.repeat(201)), '/id'],
    ['NUL in the id', aComment('c', { id: 'c\u0000' }), '/id'],
    ['an id that is a number', aComment('c', { id: 1 }), '/id'],
    ['no author', aComment('c', { author: undefined }), '/author'],
    ['an author that is only a name', aComment('c', { author: 'reader' }), '/author'],
    ['an author without an id', aComment('c', { author: { name: 'reader' } }), '/author/id'],
    ['an author id of 201 characters', aComment('c', { author: { id: 'x'.repeat(201) } }), '/author/id'],
    ['NUL in the author name', aComment('c', { author: { id: 'a', name: '\u0000' } }), '/author/name'],
    ['a role that is none', aComment('c', { author: { id: 'a', role: 'king' } }), '/author/role'],
    ['joined at no time', aComment('c', { author: { id: 'a', joinedAt: 'long ago' } }), '/author/joinedAt'],
    ['an article without an id', aComment('c', { article: {} }), '/article/id'],
    ['an article url that is none', aComment('c', { article: { id: 'n', url: 'news/42' } }), '/article/url'],
    ['a script for a url', aComment('c', { article: { id: 'n', url: 'javascript:x()' } }), '/article/url'],
    ['a title that is a list', aComment('c', { article: { id: 'n', title: [] } }), '/article/title'],
    ['a parent without an id', aComment('c', { parentId: '' }), '/parentId'],
    ['a language that is none', aComment('c', { language: 'e\u0000n' }), '/language'],
    ['written at no time', aComment('c', { createdAt: 'yesterday' }), '/createdAt'],
    ['a day that is none', aComment('c', { createdAt: '2026-02-30T09:00:00Z' }), '/createdAt'],
    ['a time without its zone', aComment('c', { createdAt: '2026-11-24T09:00:00' }), '/createdAt'],
    ['the year 0', aComment('c', { createdAt: '0000-01-01T00:00:00Z' }), '/createdAt'],
    ['a number for a time', aComment('c', { createdAt: 1_764_000_000 }), '/createdAt'],
    ['an unknown key', aComment('c', { bodi: 'x' }), '/bodi'],
    ['an unknown key with a slash and a tilde', aComment('c', { 'a/b~c': 1 }), '/a~1b~0c'],
    ['an unknown key in the author', aComment('c', { author: { id: 'a', email: 'x' } }), '/author/email'],
    ['an unknown key in the article', aComment('c', { article: { id: 'n', uri: 'x' } }), '/article/uri'],
    ['broken JSON', '{"id":"c-1",', ''],
    ['nothing, called JSON', '', ''],
  ]
  it.each(bad)('is refused for %s, with a pointer to it', async (_what, body, pointer) => {
    const { status, headers, body: problem } = await post(body)
    expect(status).toBe(400)
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(problem).toMatchObject({ type: 'about:blank', status: 400, title: expect.any(String) })
    expect(problem.errors).toEqual([{ pointer, detail: expect.any(String) }])
  })

  it('is refused without a body', async () => {
    const { status, headers, body } = await post(undefined)
    expect(status).toBe(400)
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(body.errors).toEqual([{ pointer: '', detail: expect.any(String) }])
  })

  it('has every fault named in one answer', async () => {
    const { body } = await post({ body: '', author: { id: '', nick: 1 }, article: { id: 'n-1' } })
    expect(body.errors?.map(({ pointer }) => pointer).sort()).toEqual([
      '/author/id',
      '/author/nick',
      '/body',
      '/id',
    ])
  })

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'application/x-ndjson',
    'nonsense',
  ])('is refused as %s', async (type) => {
    const { status, headers, body } = await post(JSON.stringify(good), { 'content-type': type })
    expect(status).toBe(415)
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(body.errors).toEqual([{ pointer: '', detail: expect.any(String) }])
  })

  it.each(['/v1/comments', '/v1/comments/batch'])('is refused when %s gets 10 MB', async (path) => {
    const { status, headers, body } = await stet.call<SeenProblem>('POST', path, {
      body: JSON.stringify({ ...good, body: 'x'.repeat(10_000_000) }),
    })
    expect(status).toBe(413)
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(body.errors).toEqual([{ pointer: '', detail: expect.any(String) }])
  })

  it.each(['10001', '-1', 'soon', '1.5'])('is refused with wait=%s', async (wait) => {
    const { status, body } = await stet.call<SeenProblem>('POST', `/v1/comments?wait=${wait}`, { body: good })
    expect(status).toBe(400)
    expect(body.errors).toEqual([{ pointer: '/wait', detail: expect.any(String) }])
  })

  it('is refused with a query that is not known', async () => {
    const { status, body } = await stet.call<SeenProblem>('POST', '/v1/comments?wit=1', { body: good })
    expect(status).toBe(400)
    expect(body.errors).toEqual([{ pointer: '/wit', detail: 'is not a known key' }])
  })

  it.each([
    ['GET', '/v1/comments/%00', 400],
    ['DELETE', '/v1/authors/%00', 400],
    ['GET', `/v1/comments/${'x'.repeat(201)}`, 400],
    ['GET', '/v1/comments/%E0%A4', 400],
    ['GET', '/v1/nothing', 404],
    ['PUT', '/v1/comments/c-1', 404],
  ])('is not looked for by %s %s', async (method, path, expected) => {
    const { status, headers } = await stet.call(method, path)
    expect(status).toBe(expected)
    expect(headers.get('content-type')).toBe('application/problem+json')
  })
})

describe('a comment at the edge of what is taken', () => {
  it('has 20,000 characters, an emoji counted as one, and comes back as it was', async () => {
    const body = '😀'.repeat(20_000)
    expect((await post(aComment('emoji', { body }))).status).toBe(202)
    expect((await stet.call('GET', '/v1/comments/emoji')).body.body).toBe(body)
  })

  it.each([
    'x'.repeat(200),
    '😀'.repeat(200),
    'a/b',
    '../c',
    '100%',
    'a b?c#d',
    'it\'s "quoted"; drop table comment',
    '__proto__',
  ])('has an id such as %s, and is found by it', async (id) => {
    expect((await post(aComment(id))).status).toBe(202)
    const { status, body } = await stet.call('GET', `/v1/comments/${encodeURIComponent(id)}`)
    expect([status, body.id]).toEqual([200, id])
  })

  it('has every field, and shows each', async () => {
    const full = {
      id: 'full',
      body: '<p>Well <em>said</em>.</p>',
      createdAt: '2026-11-24T10:00:00+01:00',
      parentId: 'emoji',
      language: 'pt-BR',
      author: { id: 'a-7', name: 'Ana 😀', joinedAt: '2020-01-01T00:00:00Z', role: 'trusted' },
      article: { id: 'n-42', url: 'https://example.org/n?a=1', title: 'A title', section: 'world' },
    }
    expect((await post(full)).status).toBe(202)
    const { language: _, ...shown } = full
    expect((await stet.call('GET', '/v1/comments/full')).body).toEqual({
      ...shown,
      revision: 1,
      status: 'pending',
      createdAt: '2026-11-24T09:00:00.000Z',
      author: { ...full.author, joinedAt: '2020-01-01T00:00:00.000Z' },
      decision: null,
    })
  })
})
