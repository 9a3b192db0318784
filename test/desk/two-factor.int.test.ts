import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inviteAgain } from '../../src/desk/sign-in/invite.js'
import { type BrowserSession, browserAt } from '../helpers/browser-session.js'
import { freshDatabase } from '../helpers/database.js'
import { emailOf, goodPassword, signedIn } from '../helpers/signed-in.js'
import { startStet, type TestStet } from '../helpers/stet.js'
import { totpCode } from '../helpers/totp.js'

let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
})
afterAll(() => stet?.stop())
beforeEach(() => stet.context.db.deleteFrom('rate_limit').execute())

type Factor = { totpURI: string; backupCodes: string[] }

const factor = (one: BrowserSession, call: string, body: object) =>
  one.call<Factor & { detail: string }>('POST', `/api/auth/two-factor/${call}`, body)

/** One who has set a second factor up. */
async function secured(name: string) {
  const browser = await signedIn(stet, name, 'moderator')
  const { body } = await factor(browser, 'enable', { password: goodPassword })
  const answer = await factor(browser, 'verify-totp', { code: totpCode(body.totpURI) })
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return { browser, ...body }
}

const mePerson = async (one: BrowserSession) => {
  const { status, body } = await one.call('GET', '/v1/me')
  return [status, body.twoFactor]
}

async function actsOf(name: string): Promise<string[]> {
  const rows = await stet.context.db
    .selectFrom('audit')
    .select('action')
    .where('actor', '=', name)
    .where('subject', '=', `person:${name}`)
    .where('via', '=', 'session')
    .orderBy('id')
    .execute()
  return rows.map(({ action }) => action)
}

it('a changed password and a sign-out everywhere are in the audit, whatever key is sent beside the session', async () => {
  const one = await signedIn(stet, 'ian', 'viewer')
  const body = { currentPassword: goodPassword, newPassword: 'six orange kettles hum' }
  const wrong = await one.call('POST', '/api/auth/change-password', { ...body, currentPassword: 'no' })
  expect(wrong.status).toBe(400)
  expect((await one.call('POST', '/api/auth/change-password', body)).status).toBe(200)
  const headers = { authorization: 'Bearer nobody' }
  expect((await one.call('POST', '/api/auth/revoke-sessions', {}, headers)).status).toBe(200)
  expect(await actsOf('ian')).toEqual(['change-password', 'sign-out-everywhere'])
})

describe('a second factor', () => {
  it('counts once a code of it was given', async () => {
    const one = await signedIn(stet, 'ada', 'viewer')
    expect((await factor(one, 'enable', { password: 'not the password' })).status).toBe(400)
    const { body } = await factor(one, 'enable', { password: goodPassword })
    expect(body.totpURI).toMatch(/^otpauth:\/\/totp\/Stet/)
    expect(body.backupCodes).toHaveLength(10)
    expect(await mePerson(one)).toEqual([200, false])
    expect((await factor(one, 'verify-totp', { code: '000000' })).status).toBe(401)
    expect((await browserAt(stet).signIn(emailOf('ada'), goodPassword)).body).toEqual({})
    expect((await factor(one, 'verify-totp', { code: totpCode(body.totpURI) })).status).toBe(200)
    expect(await mePerson(one)).toEqual([200, true])
  })

  it('is asked for at every sign-in, and nobody is signed in before', async () => {
    const { totpURI } = await secured('ben')
    const one = browserAt(stet)
    const first = await one.signIn(emailOf('ben'), goodPassword)
    expect([first.status, first.body]).toEqual([200, { twoFactorRedirect: true }])
    expect((await one.call('GET', '/v1/me')).status).toBe(401)
    expect((await factor(one, 'verify-totp', { code: '12345x' })).status).toBe(401)
    const { status, body } = await factor(one, 'verify-totp', { code: totpCode(totpURI) })
    expect([status, body]).toEqual([200, {}])
    expect(await mePerson(one)).toEqual([200, true])
  })

  it('is done for by a spare code, each once', async () => {
    const { backupCodes } = await secured('cas')
    const withSpare = async (code = '') => {
      const one = browserAt(stet)
      await one.signIn(emailOf('cas'), goodPassword)
      return (await factor(one, 'verify-backup-code', { code })).status
    }
    expect(await withSpare(backupCodes[0])).toBe(200)
    expect(await withSpare(backupCodes[0])).toBe(401)
    expect(await withSpare(backupCodes[1])).toBe(200)
  })

  it('cannot be guessed: after a few wrong codes one has to begin again', async () => {
    const { totpURI } = await secured('dov')
    const one = browserAt(stet)
    await one.signIn(emailOf('dov'), goodPassword)
    for (let n = 0; n < 6; n += 1) await factor(one, 'verify-totp', { code: '000000' })
    expect((await factor(one, 'verify-totp', { code: totpCode(totpURI) })).status).not.toBe(200)
    expect((await one.call('GET', '/v1/me')).status).toBe(401)
  })

  it('is taken away by who knows the password, and by another link', async () => {
    const { browser } = await secured('eva')
    expect((await factor(browser, 'disable', { password: 'not the password' })).status).toBe(400)
    expect((await factor(browser, 'disable', { password: goodPassword })).status).toBe(200)
    expect(await mePerson(browser)).toEqual([200, false])
    await secured('fee')
    const doer = { site: 'default', actor: 'test', via: 'test' }
    const link = await inviteAgain(stet.context.db, doer, 'fee', stet.url)
    const one = browserAt(stet)
    expect((await one.welcome(String(link), goodPassword)).status).toBe(200)
    expect(await mePerson(one)).toEqual([200, false])
  })

  it('is in the audit when it comes, goes or gets new spare codes, and not when it is only given', async () => {
    const { browser, totpURI } = await secured('hal')
    const again = browserAt(stet)
    await again.signIn(emailOf('hal'), goodPassword)
    expect((await factor(again, 'verify-totp', { code: totpCode(totpURI) })).status).toBe(200)
    const password = goodPassword
    expect((await factor(browser, 'generate-backup-codes', { password })).status).toBe(200)
    expect((await factor(browser, 'disable', { password: 'not the password' })).status).toBe(400)
    expect((await factor(browser, 'disable', { password })).status).toBe(200)
    expect(await actsOf('hal')).toEqual(['add-second-factor', 'renew-spare-codes', 'remove-second-factor'])
  })

  it('is kept encrypted', async () => {
    const { totpURI, backupCodes } = await secured('gil')
    const rows = await stet.context.db.selectFrom('two_factor').selectAll().execute()
    const secret = new URL(totpURI).searchParams.get('secret') ?? ''
    for (const text of [secret, ...backupCodes]) expect(JSON.stringify(rows)).not.toContain(text)
  })

  it('needs somebody who is signed in', async () => {
    for (const call of ['enable', 'disable', 'generate-backup-codes'])
      expect((await factor(browserAt(stet), call, { password: goodPassword })).status).toBe(401)
    expect((await factor(browserAt(stet), 'verify-totp', { code: '123456' })).status).toBe(401)
  })
})
