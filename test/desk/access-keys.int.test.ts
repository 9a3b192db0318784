import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Key, MadeKey, Token } from '../../src/desk/schemas/access-keys.js'
import { aComment, type SeenProblem } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { type Desk, deskAs } from '../helpers/desk-as.js'
import { moderatorToken, siteKey, startStet, type TestStet } from '../helpers/stet.js'

let stet: TestStet
let admin: Desk
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  admin = await deskAs(stet, 'admin', 'anna')
})
afterAll(async () => {
  await admin?.stop()
  await stet?.stop()
})

type Made = MadeKey & SeenProblem
const make = (path: string, body: object) => admin.call<Made>('POST', path, body)
const sendsComment = async (key: string) =>
  (await stet.call('POST', '/v1/comments', { key, body: aComment('c-1') })).status
const readsQueue = async (key: string) => (await stet.call('GET', '/v1/queue', { key })).status
const me = async (key: string) => (await stet.call('GET', '/v1/me', { key })).body
const list = async (path: string) => (await admin.call<{ items: (Key & Token)[] }>('GET', path)).body.items

describe.each([
  ['/v1/keys', 'a site key', { name: 'website' }, sendsComment, [200, 202]],
  ['/v1/tokens', 'a token', { name: 'archive', role: 'viewer', expiresInDays: 90 }, readsQueue, [200]],
] as const)('%s', (path, what, body, opens, yes) => {
  let made: Made

  it(`makes ${what} whose secret is in the answer alone, and kept as a hash`, async () => {
    const answer = await make(path, body)
    made = answer.body
    expect(answer.status).toBe(201)
    expect(made.secret).toMatch(/^stet_(site|token)_\S{43}$/)
    expect(yes).toContain(await opens(made.secret))
    expect(JSON.stringify(await list(path))).not.toContain(made.secret.slice(12))
    const dump = await sql`select row_to_json(access_key)::text as row from access_key`.execute(
      stet.context.db,
    )
    expect(JSON.stringify(dump.rows)).not.toContain(made.secret.slice(12))
  })

  it('shows its last use, and beside it what the configuration gives', async () => {
    const [configured, one] = await list(path)
    expect(configured).toMatchObject({ id: 'configured', configured: true, lastUsedAt: null })
    expect(one).toMatchObject({
      name: body.name,
      lastUsedAt: expect.stringMatching(/Z$/),
      createdBy: 'anna',
    })
  })

  it('refuses a name that is taken, and what is not known', async () => {
    expect((await make(path, body)).status).toBe(409)
    const { status, body: problem } = await make(path, { ...body, name: 'x y' })
    expect([status, problem.errors?.[0]?.pointer]).toEqual([400, '/name'])
    expect((await admin.call('PATCH', `${path}/999`, { expiresInDays: 1 })).status).toBe(404)
    expect((await admin.call('POST', `${path}/999/rotate`)).status).toBe(404)
    expect((await admin.call('DELETE', `${path}/configured`)).status).toBe(409)
  })

  it('rotates it: both secrets open for a day, then the new one alone', async () => {
    const { body: rotated } = await admin.call<Made>('POST', `${path}/${made.id}/rotate`)
    expect(Date.parse(String(rotated.formerUntil)) - Date.now()).toBeGreaterThan(86_000_000)
    for (const secret of [made.secret, rotated.secret]) expect(yes).toContain(await opens(secret))
    await stet.context.db.updateTable('access_key').set({ former_until: new Date() }).execute()
    expect(await opens(made.secret)).toBe(401)
    expect(yes).toContain(await opens(rotated.secret))
    expect((await list(path)).at(-1)?.formerUntil).toBe(null)
    made = rotated
  })

  it('expires, and goes on when that is put off', async () => {
    await stet.context.db.updateTable('access_key').set({ expires_at: new Date() }).execute()
    expect(await opens(made.secret)).toBe(401)
    const { body: changed } = await admin.call<Key>('PATCH', `${path}/${made.id}`, { expiresInDays: 2 })
    expect(Date.parse(String(changed.expiresAt)) - Date.now()).toBeGreaterThan(172_000_000)
    expect(yes).toContain(await opens(made.secret))
  })

  it('removed opens nothing', async () => {
    expect((await admin.call('DELETE', `${path}/${made.id}`)).status).toBe(204)
    expect(await opens(made.secret)).toBe(401)
    expect(await list(path)).toHaveLength(1)
  })
})

describe('a token', () => {
  it('has its role and no more, and is called so that it is nobody’s name', async () => {
    const { body } = await make('/v1/tokens', { name: 'bot', role: 'viewer', expiresInDays: 1 })
    const claim = () => stet.call('POST', '/v1/queue/claim', { key: body.secret, body: { count: 1 } })
    expect(await me(body.secret)).toEqual({
      name: 'token.bot',
      role: 'viewer',
      via: 'token',
      email: null,
      twoFactor: false,
    })
    expect((await claim()).status).toBe(403)
    expect(await sendsComment(body.secret)).toBe(403)
    await admin.call('PATCH', `/v1/tokens/${body.id}`, { role: 'moderator' })
    expect((await claim()).status).toBe(200)
  })

  it.each([
    [{ name: 'x', role: 'viewer' }, '/expiresInDays'],
    [{ name: 'x', role: 'viewer', expiresInDays: 0 }, '/expiresInDays'],
    [{ name: 'x', role: 'viewer', expiresInDays: 731 }, '/expiresInDays'],
    [{ name: 'x', expiresInDays: 1 }, '/role'],
  ])('is not made of %j', async (body, pointer) => {
    const answer = await make('/v1/tokens', body)
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, pointer])
  })
})

it('a key is for its site alone, and opens no desk', async () => {
  const { body } = await make('/v1/keys', { name: 'elsewhere' })
  expect(await readsQueue(body.secret)).toBe(403)
  await stet.context.db.updateTable('access_key').set({ site: 'another' }).where('id', '=', body.id).execute()
  expect(await sendsComment(body.secret)).toBe(401)
})

it('the key and the token of the configuration go on working beside them', async () => {
  expect([200, 202]).toContain(await sendsComment(siteKey))
  expect(await me(moderatorToken)).toMatchObject({ role: 'chief', via: 'STET_MODERATOR_TOKEN' })
})

it('the audit knows who made, rotated and removed what', async () => {
  const rows = await stet.context.db.selectFrom('audit').select(['actor', 'action', 'subject']).execute()
  expect(new Set(rows.map(({ actor }) => actor))).toEqual(new Set(['anna']))
  for (const kind of ['key', 'token'])
    for (const verb of ['add', 'rotate', 'change', 'remove'])
      expect(rows.map(({ action, subject }) => `${action} ${subject}`)).toContain(
        `${verb}-${kind} ${kind}:${kind === 'key' ? 'website' : 'archive'}`,
      )
})
