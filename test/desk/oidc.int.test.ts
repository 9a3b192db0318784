import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type BrowserSession, browserAt } from '../helpers/browser-session.js'
import { freshDatabase } from '../helpers/database.js'
import { type Claims, startOidcProvider } from '../helpers/oidc-provider.js'
import { freePort } from '../helpers/redis.js'
import { emailOf, invited, signedIn } from '../helpers/signed-in.js'
import { startStet, type TestStet } from '../helpers/stet.js'

const client = { id: 'stet', secret: 'the secret of a client' }
let provider: Awaited<ReturnType<typeof startOidcProvider>>
let stet: TestStet
beforeAll(async () => {
  provider = await startOidcProvider(client)
  stet = await startStet(
    {
      DATABASE_URL: await freshDatabase(),
      STET_URL: 'http://desk.example',
      STET_OIDC_ISSUER: provider.issuer,
      STET_OIDC_CLIENT_ID: client.id,
      STET_OIDC_CLIENT_SECRET: client.secret,
      STET_OIDC_NAME: 'the Gazette',
    },
    { workers: false },
  )
})
afterAll(async () => {
  await stet?.stop()
  await provider?.stop()
})
beforeEach(async () => {
  provider.state.signsWrongly = false
  await stet.context.db.deleteFrom('rate_limit').execute()
})

const begin = async (one: BrowserSession) =>
  (await one.call<{ url: string }>('POST', '/api/auth/sign-in/social', {})).body.url

/** Goes to the provider and comes back, as a browser follows. Answers where the desk sends it. */
async function goThere(one: BrowserSession, who: Claims): Promise<string> {
  provider.state.who = who
  const there = await fetch(await begin(one), { redirect: 'manual' })
  const back = new URL(there.headers.get('location') ?? '')
  expect(back.origin).toBe('http://desk.example')
  const answer = await one.call('GET', `${back.pathname}${back.search}`)
  expect(answer.status).toBe(302)
  return answer.headers.get('location') ?? ''
}
const me = async (one: BrowserSession) => (await one.call('GET', '/v1/me')).body
const verified = (name: string, sub = name): Claims => ({ sub, email: emailOf(name), email_verified: true })

describe('signing in at an OpenID provider', () => {
  it('is offered where the settings have one', async () => {
    expect((await browserAt(stet).call('GET', '/api/auth/ways')).body).toEqual({
      oidc: { name: 'the Gazette' },
    })
  })

  it('lets in whom an admin has invited, by the address; afterwards by who they are there', async () => {
    await invited(stet, 'wanda', 'moderator')
    const one = browserAt(stet)
    expect(await goThere(one, verified('wanda'))).toBe('/')
    expect(await me(one)).toMatchObject({ name: 'wanda', role: 'moderator', via: 'session' })
    const again = browserAt(stet)
    expect(await goThere(again, { sub: 'wanda', email: 'married@news.example', email_verified: true })).toBe(
      '/',
    )
    expect(await me(again)).toMatchObject({ name: 'wanda', email: emailOf('wanda') })
  })

  it('keeps nothing that the provider gave', async () => {
    await invited(stet, 'xenia', 'viewer')
    await goThere(browserAt(stet), verified('xenia'))
    const rows = await stet.context.db
      .selectFrom('account')
      .selectAll()
      .where('provider_id', '=', 'oidc')
      .execute()
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows)
      expect(row).toMatchObject({ access_token: null, refresh_token: null, id_token: null })
  })

  it.each([
    ['who was not invited', 'nobody', {}],
    ['whose address is not vouched for', 'yann', { email_verified: false }],
    ['whose address it says nothing of', 'yann', { email_verified: undefined }],
  ])('does not let in one %s', async (_, name, more) => {
    if (name === 'yann') await invited(stet, 'yann', 'admin').catch(() => undefined)
    const one = browserAt(stet)
    expect(await goThere(one, { ...verified(name), ...more } as Claims)).toMatch(/^\/sign-in\?error=/)
    expect((await one.call('GET', '/v1/me')).status).toBe(401)
  })

  it('does not believe a token that another has signed', async () => {
    await invited(stet, 'zoe', 'admin')
    provider.state.signsWrongly = true
    const one = browserAt(stet)
    expect(await goThere(one, verified('zoe'))).toMatch(/^\/sign-in\?error=/)
    expect((await one.call('GET', '/v1/me')).status).toBe(401)
  })

  it('does not let in who is disabled', async () => {
    await signedIn(stet, 'adam', 'viewer')
    await stet.context.db
      .updateTable('person')
      .set({ disabled_at: new Date() })
      .where('name', '=', 'adam')
      .execute()
    const one = browserAt(stet)
    expect(await goThere(one, verified('adam'))).toMatch(/^\/sign-in\?error=/)
    expect((await one.call('GET', '/v1/me')).status).toBe(401)
  })

  it.each(['', '?code=x', '?state=x', '?state=x&code=y', '?error=access_denied&state=x'])(
    'leads whoever comes back with %j to the page for signing in',
    async (query) => {
      const answer = await browserAt(stet).call('GET', `/api/auth/callback/oidc${query}`)
      expect(answer.headers.get('location')).toMatch(/^\/sign-in\?error=/)
    },
  )

  it('is finished by the browser that began it alone', async () => {
    await invited(stet, 'bert', 'viewer')
    provider.state.who = verified('bert')
    const there = await fetch(await begin(browserAt(stet)), { redirect: 'manual' })
    const back = new URL(there.headers.get('location') ?? '')
    const other = browserAt(stet)
    const answer = await other.call('GET', `${back.pathname}${back.search}`)
    expect(answer.headers.get('location')).toContain('error=')
    expect((await other.call('GET', '/v1/me')).status).toBe(401)
  })
})

it('is not offered where the settings have none', async () => {
  const plain = await startStet({ DATABASE_URL: stet.context.databaseUrl }, { workers: false })
  const one = browserAt(plain)
  expect((await one.call('GET', '/api/auth/ways')).body).toEqual({ oidc: null })
  expect((await one.call('POST', '/api/auth/sign-in/social', {})).status).toBe(404)
  expect((await one.call('GET', '/api/auth/callback/oidc?state=x&code=y')).status).toBe(404)
  await plain.stop()
})

it('a session’s cookie goes over https alone where the desk is there', async () => {
  const url = { STET_URL: `https://127.0.0.1:${await freePort()}` }
  const safe = await startStet({ DATABASE_URL: stet.context.databaseUrl, ...url }, { workers: false })
  const answer = await browserAt(safe).welcome(
    await invited(safe, 'carla', 'viewer'),
    'walrus lantern octave',
  )
  expect(answer.headers.getSetCookie().join()).toMatch(/^__Secure-stet\.session_token=.*Secure/)
  await safe.stop()
})
