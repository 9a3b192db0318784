import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aComment, send, storedCount } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { moderatorToken, siteKey, startStet, type TestStet } from '../helpers/stet.js'

let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  await send(stet, aComment('kept'))
})
afterAll(() => stet?.stop())

const ask = (method: string, path: string, authorization: string | undefined, body?: unknown) =>
  fetch(`${stet.url}${path}`, {
    method,
    headers: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

type Route = [method: string, path: string, body?: unknown]
const siteRoutes: Route[] = [
  ['POST', '/v1/comments', aComment('new')],
  ['POST', '/v1/comments/batch', [aComment('new')]],
  ['GET', '/v1/comments/kept'],
  ['DELETE', '/v1/comments/kept'],
  ['DELETE', '/v1/authors/a-1'],
]
const deskRoutes: Route[] = [
  ['GET', '/v1/queue'],
  ['POST', '/v1/queue/claim', { count: 1 }],
  ['POST', '/v1/comments/kept/decisions', { verdict: 'reject', onRevision: 1 }],
  ['GET', '/v1/stats'],
]

/** One comment, undecided, unleased, not erased. */
async function expectUntouched(): Promise<void> {
  const { db } = stet.context
  expect(await storedCount(stet)).toBe(1)
  expect((await stet.call('GET', '/v1/comments/kept')).body.status).toBe('pending')
  expect(await db.selectFrom('lease').selectAll().execute()).toEqual([])
  expect(await db.selectFrom('decision').select('id').execute()).toEqual([])
}

describe.each([...siteRoutes, ...deskRoutes])('%s %s', (method, path, body) => {
  const right = siteRoutes.some((route) => route[0] === method && route[1] === path)
    ? siteKey
    : moderatorToken
  const wrong: [string, string | undefined][] = [
    ['no key', undefined],
    ['an empty header', ''],
    ['a wrong key', 'Bearer not-the-key-of-anyone-here'],
    ['the beginning of the key', `Bearer ${right.slice(0, -1)}`],
    ['the key and more', `Bearer ${right}x`],
    ['a wrong scheme', `Basic ${right}`],
    ['the key without a scheme', right],
    ['a scheme without a key', 'Bearer '],
  ]
  it.each(wrong)('answers 401 to %s', async (_what, authorization) => {
    const answer = await ask(method, path, authorization, body)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    expect(await answer.text()).not.toContain(right)
    await expectUntouched()
  })

  it('answers 403 to the key of the other side', async () => {
    const other = right === siteKey ? moderatorToken : siteKey
    const answer = await ask(method, path, `Bearer ${other}`, body)
    expect(answer.status).toBe(403)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    await expectUntouched()
  })

  it('looks at the key before it looks at the body', async () => {
    if (method !== 'POST') return
    expect((await ask(method, path, undefined, { nonsense: true })).status).toBe(401)
  })
})

describe('the right key', () => {
  it('may follow its scheme in any case', async () => {
    expect((await ask('GET', '/v1/comments/kept', `bearer ${siteKey}`)).status).toBe(200)
    expect((await ask('GET', '/v1/stats', `BEARER ${moderatorToken}`)).status).toBe(200)
  })

  it.each(['/healthz', '/metrics', '/openapi.json', '/docs'])('is not needed for %s', async (path) => {
    expect((await ask('GET', path, undefined)).status).toBe(200)
  })
})
