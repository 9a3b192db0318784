import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inviteAgain } from '../../src/desk/sign-in/invite.js'
import { forgetOldSignIns } from '../../src/store/forget-sign-ins.js'
import { browserAt } from '../helpers/browser-session.js'
import type { SeenProblem } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { aName, doer, emailOf, goodPassword, invited, signedIn } from '../helpers/signed-in.js'
import { startStet, type TestStet } from '../helpers/stet.js'

let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
})
afterAll(() => stet?.stop())
beforeEach(() => stet.context.db.deleteFrom('rate_limit').execute())

describe('a one-time link', () => {
  it('sets the password and signs its holder in, once', async () => {
    const link = await invited(stet, 'wim', 'moderator')
    const wim = browserAt(stet)
    expect((await wim.call('GET', '/v1/me')).status).toBe(401)
    const answer = await wim.welcome(link, goodPassword)
    expect([answer.status, answer.body]).toEqual([200, {}])
    expect((await wim.call('GET', '/v1/me')).body).toEqual({
      name: 'wim',
      role: 'moderator',
      via: 'session',
      email: emailOf('wim'),
      twoFactor: false,
    })
    const again = await browserAt(stet).welcome(link, goodPassword)
    expect([again.status, again.body.detail]).toEqual([410, expect.stringContaining('used already')])
  })

  it('given again takes the one before back, and ends the sessions of before when it is used', async () => {
    const first = await signedIn(stet, 'ida', 'viewer')
    const old = await inviteAgain(stet.context.db, doer, 'ida', stet.url)
    const link = await inviteAgain(stet.context.db, doer, 'ida', stet.url)
    expect((await browserAt(stet).welcome(String(old), goodPassword)).status).toBe(410)
    expect((await first.call('GET', '/v1/me')).status).toBe(200)
    expect((await browserAt(stet).welcome(String(link), 'another walrus octave')).status).toBe(200)
    expect((await first.call('GET', '/v1/me')).status).toBe(401)
    expect((await browserAt(stet).signIn(emailOf('ida'), goodPassword)).status).toBe(401)
  })

  it('that is too old does nothing', async () => {
    const link = await invited(stet, 'oda', 'viewer')
    await stet.context.db
      .updateTable('welcome_link')
      .set({ expires_at: new Date(0) })
      .execute()
    expect((await browserAt(stet).welcome(link, goodPassword)).status).toBe(410)
  })

  it.each([
    ['short', 'eleven char', 'must have 12'],
    ['well known', 'password1234', 'well known'],
    ['a pattern', 'qwertyuiop12', 'well known'],
    ['a repetition', 'abcabcabcabcabc', 'well known'],
    ['too long', 'x'.repeat(129), ''],
  ])('takes no password that is %s, and can be used afterwards', async (_, password, detail) => {
    const link = await invited(stet, aName(), 'viewer')
    const answer = await browserAt(stet).welcome(link, password)
    expect([answer.status, answer.body]).toMatchObject([
      400,
      { errors: [{ pointer: '/password', detail: expect.stringContaining(detail) }] },
    ])
    expect((await browserAt(stet).welcome(link, goodPassword)).status).toBe(200)
  })
})

describe('signing in', () => {
  it('does not say which of address and password was wrong', async () => {
    await signedIn(stet, 'jana', 'viewer')
    const [wrong, unknown] = await Promise.all([
      browserAt(stet).signIn(emailOf('jana'), 'not the password'),
      browserAt(stet).signIn(emailOf('nobody'), 'not the password'),
    ])
    expect(wrong.status).toBe(401)
    expect(unknown.status).toBe(401)
    expect(wrong.body).toEqual(unknown.body)
  })

  it('is stopped for a while after ten tries, by counts that every process shares', async () => {
    for (let n = 0; n < 10; n += 1)
      expect((await browserAt(stet).signIn(emailOf('kurt'), `try ${n}`)).status).toBe(401)
    const other = await startStet({ DATABASE_URL: stet.context.databaseUrl }, { workers: false })
    const headers = { 'x-forwarded-for': '192.0.2.7', 'x-stet-client': '192.0.2.8' }
    const answer = await browserAt(other).call(
      'POST',
      '/api/auth/sign-in/email',
      { email: emailOf('kurt'), password: 'try 11' },
      headers,
    )
    await other.stop()
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('counts those behind a trusted proxy each for themselves', async () => {
    const env = { DATABASE_URL: stet.context.databaseUrl, STET_TRUSTED_PROXIES: '127.0.0.0/8, ::1' }
    const proxied = await startStet(env, { workers: false })
    const body = { email: emailOf('kurt'), password: 'a try' }
    const tryFrom = async (address: string) => {
      const headers = { 'x-forwarded-for': `203.0.113.9, ${address}` }
      return (await browserAt(proxied).call('POST', '/api/auth/sign-in/email', body, headers)).status
    }
    for (let n = 0; n < 10; n += 1) expect(await tryFrom('192.0.2.7')).toBe(401)
    expect(await tryFrom('192.0.2.7')).toBe(429)
    expect(await tryFrom('192.0.2.8')).toBe(401)
    await proxied.stop()
  })

  it.each([
    'sign-up/email',
    'get-session',
    'update-user',
    'delete-user',
    'list-sessions',
    'reset-password',
    'ok',
  ])('offers nothing that is not asked for: %s', async (path) => {
    const one = await signedIn(stet, aName(), 'admin')
    for (const method of ['GET', 'POST'])
      expect((await one.call(method, `/api/auth/${path}`, method === 'POST' ? {} : undefined)).status).toBe(
        404,
      )
  })

  it('points at what is missing', async () => {
    const answer = await browserAt(stet).call<SeenProblem>('POST', '/api/auth/sign-in/email', {
      email: 'x@y.example',
    })
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, '/password'])
  })
})

it('what is over is forgotten: sessions, links, tries', async () => {
  const { db } = stet.context
  await signedIn(stet, 'otto', 'viewer')
  await invited(stet, 'paul', 'viewer')
  await browserAt(stet).signIn(emailOf('otto'), 'not the password')
  const counts = async () => {
    const rows = [db.selectFrom('session').select('id'), db.selectFrom('rate_limit').select('id')]
    const links = await db.selectFrom('welcome_link').select('person_id').execute()
    return [...(await Promise.all(rows.map(async (query) => (await query.execute()).length))), links.length]
  }
  // What other tests have left.
  await forgetOldSignIns(db)
  const before = await counts()
  await forgetOldSignIns(db)
  expect(await counts()).toEqual(before)
  expect(Math.min(...before)).toBeGreaterThan(0)
  await db
    .updateTable('session')
    .set({ expires_at: new Date(0) })
    .execute()
  await db
    .updateTable('welcome_link')
    .set({ expires_at: new Date(0) })
    .execute()
  await db.updateTable('rate_limit').set({ last_request: '0' }).execute()
  await forgetOldSignIns(db)
  expect(await counts()).toEqual([0, 0, 0])
})

describe('a password', () => {
  it('is changed by who knows it, and all other sessions end', async () => {
    const here = await signedIn(stet, 'lena', 'viewer')
    const there = browserAt(stet)
    await there.signIn(emailOf('lena'), goodPassword)
    const change = (currentPassword: string, newPassword: string) =>
      here.call('POST', '/api/auth/change-password', { currentPassword, newPassword })
    expect((await change('not the password', 'kettle prism orchard')).status).toBe(400)
    expect((await change(goodPassword, 'qwertyuiop12')).body).toMatchObject({
      errors: [{ pointer: '/newPassword' }],
    })
    expect((await change(goodPassword, 'kettle prism orchard')).status).toBe(200)
    expect((await here.call('GET', '/v1/me')).status).toBe(200)
    expect((await there.call('GET', '/v1/me')).status).toBe(401)
    expect((await browserAt(stet).signIn(emailOf('lena'), 'kettle prism orchard')).status).toBe(200)
  })
})

describe('one’s own settings', () => {
  it('are the usual ones first, then one’s own, and nobody else’s', async () => {
    const mona = await signedIn(stet, 'mona', 'viewer')
    const nora = await signedIn(stet, 'nora', 'viewer')
    const usual = { masked: false, theme: 'system', keys: {} }
    expect((await mona.call('GET', '/v1/me/settings')).body).toEqual(usual)
    const wishes = { masked: true, theme: 'dark', keys: { publish: 'p' } }
    expect((await mona.call('PUT', '/v1/me/settings', wishes)).body).toEqual(wishes)
    expect((await mona.call('GET', '/v1/me/settings')).body).toEqual(wishes)
    expect((await nora.call('GET', '/v1/me/settings')).body).toEqual(usual)
    expect((await mona.call('PUT', '/v1/me/settings', { theme: 'pink' })).status).toBe(400)
  })
})
