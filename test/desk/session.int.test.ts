import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { applyChange } from '../../src/desk/sign-in/change-person.js'
import { browserAt } from '../helpers/browser-session.js'
import { freshDatabase } from '../helpers/database.js'
import { aName, doer, emailOf, goodPassword, signedIn } from '../helpers/signed-in.js'
import { moderatorToken, startStet, type TestStet } from '../helpers/stet.js'

let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
})
afterAll(() => stet?.stop())
beforeEach(() => stet.context.db.deleteFrom('rate_limit').execute())

describe('a session', () => {
  it('is a cookie that no script reads and no other site sends, and nothing else tells its secret', async () => {
    await signedIn(stet, 'cora', 'viewer')
    const browser = browserAt(stet)
    const answer = await browser.signIn(emailOf('cora').toUpperCase(), goodPassword)
    const [cookie = '', ...others] = answer.headers.getSetCookie()
    expect(others).toEqual([])
    expect(cookie).toMatch(/^stet\.session_token=/)
    for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/', 'Max-Age=43200'])
      expect(cookie).toContain(attribute)
    expect(cookie).not.toContain('Secure')
    expect(answer.body).toEqual({})
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it('ends by signing out, here alone', async () => {
    const here = await signedIn(stet, 'dora', 'viewer')
    const there = browserAt(stet)
    await there.signIn(emailOf('dora'), goodPassword)
    const before = here.cookieHeader()
    expect((await here.call('POST', '/api/auth/sign-out', {})).status).toBe(200)
    expect(here.cookies.size).toBe(0)
    expect((await here.call('GET', '/v1/me', undefined, { cookie: before })).status).toBe(401)
    expect((await there.call('GET', '/v1/me')).status).toBe(200)
  })

  it('ends everywhere when that is asked for', async () => {
    const here = await signedIn(stet, 'edda', 'viewer')
    const there = browserAt(stet)
    await there.signIn(emailOf('edda'), goodPassword)
    expect((await here.call('POST', '/api/auth/revoke-sessions', {})).status).toBe(200)
    for (const one of [here, there]) expect((await one.call('GET', '/v1/me')).status).toBe(401)
  })

  it('ends at its hour, used or not', async () => {
    const gerd = await signedIn(stet, 'gerd', 'viewer')
    const { db } = stet.context
    const personId = db.selectFrom('person').select('id').where('name', '=', 'gerd')
    const { expires_at } = await db
      .selectFrom('session')
      .select('expires_at')
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow()
    expect(Math.round((expires_at.getTime() - Date.now()) / 3_600_000)).toBe(12)
    await db
      .updateTable('session')
      .set({ expires_at: new Date() })
      .where('person_id', '=', personId)
      .execute()
    expect((await gerd.call('GET', '/v1/me')).status).toBe(401)
  })

  it('follows the role that its person has now', async () => {
    const hans = await signedIn(stet, 'hans', 'viewer')
    expect((await hans.call('POST', '/v1/queue/claim', { count: 1 })).status).toBe(403)
    await stet.context.db
      .updateTable('person')
      .set({ role: 'moderator' })
      .where('name', '=', 'hans')
      .execute()
    expect((await hans.call('POST', '/v1/queue/claim', { count: 1 })).status).toBe(200)
  })

  it('of one who is disabled ends at once, and no other begins', async () => {
    const ilse = await signedIn(stet, 'ilse', 'chief')
    await applyChange(stet.context.db, doer, 'ilse', { disabled: true })
    expect((await ilse.call('GET', '/v1/me')).status).toBe(401)
    const answer = await browserAt(stet).signIn(emailOf('ilse'), goodPassword)
    expect([answer.status, answer.body.detail]).toEqual([403, expect.stringContaining('disabled')])
    await applyChange(stet.context.db, doer, 'ilse', { disabled: false })
    expect((await browserAt(stet).signIn(emailOf('ilse'), goodPassword)).status).toBe(200)
  })

  it.each([
    ['changed', (value: string) => value.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))],
    ['without its signature', (value: string) => value.split('.')[0] ?? ''],
    ['made up', () => 'x.y'],
    ['empty', () => ''],
  ])('is not opened by a cookie that is %s', async (_, change) => {
    const one = await signedIn(stet, aName(), 'admin')
    const [[name = '', value = ''] = []] = [...one.cookies]
    const cookie = `${name}=${change(value)}`
    expect((await one.call('GET', '/v1/me', undefined, { cookie })).status).toBe(401)
  })
})

describe('what a browser sends with its cookies', () => {
  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['nowhere, as from a sandbox', { origin: 'null' }],
    ['a page that does not say', undefined],
  ])('is refused from %s', async (_, headers) => {
    const one = await signedIn(stet, aName(), 'moderator')
    const send = (path: string) =>
      fetch(`${stet.url}${path}`, {
        method: 'POST',
        headers: { cookie: one.cookieHeader(), 'content-type': 'application/json', ...headers },
        body: '{}',
      })
    expect((await send('/v1/queue/claim')).status).toBe(403)
    expect((await send('/api/auth/sign-out')).status).toBe(403)
    expect((await one.call('GET', '/v1/me')).status).toBe(200)
  })

  it('must be JSON', async () => {
    const one = await signedIn(stet, aName(), 'moderator')
    const answer = await fetch(`${stet.url}/v1/queue/claim`, {
      method: 'POST',
      headers: { cookie: one.cookieHeader(), origin: stet.url },
      body: new URLSearchParams({ count: '1' }),
    })
    expect(answer.status).toBe(415)
  })

  it('counts for nothing beside a key or token', async () => {
    const one = await signedIn(stet, aName(), 'admin')
    const as = (secret: string) => one.call('GET', '/v1/me', undefined, { authorization: `Bearer ${secret}` })
    expect((await as('not-a-token')).status).toBe(401)
    expect((await as(moderatorToken)).body).toMatchObject({ via: 'STET_MODERATOR_TOKEN', email: null })
  })
})
