import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Invited, Person } from '../../src/desk/schemas/people.js'
import { browserAt } from '../helpers/browser-session.js'
import type { SeenProblem } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { emailOf, goodPassword, signedIn } from '../helpers/signed-in.js'
import { startStet, type TestStet } from '../helpers/stet.js'

let stet: TestStet
let admin: Awaited<ReturnType<typeof signedIn>>
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  admin = await signedIn(stet, 'anna', 'admin')
})
afterAll(() => stet?.stop())
beforeEach(() => stet.context.db.deleteFrom('rate_limit').execute())

const list = async () => (await admin.call<{ items: Person[] }>('GET', '/v1/people')).body.items
const find = async (name: string) => (await list()).find((one) => one.name === name)
const add = (name: string, more = {}) =>
  admin.call<Invited & SeenProblem>('POST', '/v1/people', {
    name,
    email: emailOf(name),
    role: 'moderator',
    ...more,
  })
const change = (name: string, body: object) =>
  admin.call<Person & SeenProblem>('PATCH', `/v1/people/${name}`, body)

describe('an admin', () => {
  it('lets somebody in by a link that is in one answer alone', async () => {
    const { status, body } = await add('bea', { email: 'Bea@News.Example' })
    expect(status).toBe(201)
    expect(body.link).toMatch(new RegExp(`^${stet.url}/welcome\\?token=\\S{43}$`))
    const seen = {
      name: 'bea',
      email: 'bea@news.example',
      role: 'moderator',
      twoFactor: false,
      disabled: false,
    }
    expect(await find('bea')).toEqual({
      ...seen,
      invited: true,
      signedInAt: null,
      createdAt: expect.stringMatching(/Z$/),
    })
    expect((await browserAt(stet).welcome(body.link, goodPassword)).status).toBe(200)
    expect(await find('bea')).toMatchObject({
      ...seen,
      invited: false,
      signedInAt: expect.stringMatching(/Z$/),
    })
    expect(JSON.stringify(await list())).not.toContain('token')
  })

  it.each([
    ['the name', () => add('anna', { email: 'else@news.example' })],
    ['the address', () => add('else', { email: emailOf('ANNA') })],
    ['the address, changed', () => add('dora').then(() => change('dora', { email: emailOf('anna') }))],
  ])('gives nobody %s of another', async (_, act) => {
    expect((await act()).status).toBe(409)
  })

  it.each([
    [{ name: 'a b' }, '/name'],
    [{ name: 'token.x' }, '/name'],
    [{ email: 'nowhere' }, '/email'],
    [{ role: 'boss' }, '/role'],
    [{ password: 'x' }, '/password'],
  ])('is told what is wrong with %j', async (more, pointer) => {
    const { status, body } = await add('emil', more)
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, pointer])
  })

  it('changes a role, which counts from the next call on', async () => {
    const carl = await signedIn(stet, 'carl', 'viewer')
    expect((await carl.call('GET', '/v1/audit')).status).toBe(403)
    expect((await change('carl', { role: 'chief' })).body).toMatchObject({ name: 'carl', role: 'chief' })
    expect((await carl.call('GET', '/v1/audit')).status).toBe(200)
  })

  it('ends all sessions of one who is disabled', async () => {
    const dirk = await signedIn(stet, 'dirk', 'viewer')
    expect((await change('dirk', { disabled: true })).body.disabled).toBe(true)
    expect((await dirk.call('GET', '/v1/me')).status).toBe(401)
    expect((await browserAt(stet).signIn(emailOf('dirk'), goodPassword)).status).toBe(403)
  })

  it('gives another link to who has lost the password', async () => {
    await signedIn(stet, 'edda', 'viewer')
    const { body } = await admin.call<{ link: string }>('POST', '/v1/people/edda/link')
    expect((await browserAt(stet).welcome(body.link, 'another walrus octave')).status).toBe(200)
    expect((await admin.call('POST', '/v1/people/nobody/link')).status).toBe(404)
  })

  it('removes somebody: address and sessions are gone, and nobody gets the name', async () => {
    const finn = await signedIn(stet, 'finn', 'moderator')
    await finn.call('PUT', '/v1/me/settings', { masked: true })
    expect((await admin.call('DELETE', '/v1/people/finn')).status).toBe(204)
    expect((await finn.call('GET', '/v1/me')).status).toBe(401)
    expect(await find('finn')).toBeUndefined()
    expect((await add('finn')).status).toBe(409)
    expect(await stet.context.db.selectFrom('desk_settings').selectAll().execute()).toEqual([])
    expect((await add('gert', { email: emailOf('finn') })).status).toBe(201)
    expect((await admin.call('DELETE', '/v1/people/finn')).status).toBe(404)
  })

  it('who is the last stays one', async () => {
    for (const body of [{ role: 'chief' }, { disabled: true }])
      expect((await change('anna', body)).status).toBe(409)
    expect((await admin.call('DELETE', '/v1/people/anna')).status).toBe(409)
    expect((await change('anna', { email: 'anna@other.example' })).status).toBe(200)
    await signedIn(stet, 'hugo', 'admin')
    const both = await Promise.all(
      ['anna', 'hugo'].map((name) =>
        stet.context.db.selectFrom('person').select('id').where('name', '=', name).execute(),
      ),
    )
    expect(both.flat()).toHaveLength(2)
    const outcomes = await Promise.all([
      change('hugo', { role: 'chief' }),
      change('anna', { disabled: true }),
    ])
    expect(outcomes.map(({ status }) => status).sort()).not.toEqual([200, 200])
  })

  it('is in the audit with all of it, and no address or link is', async () => {
    const rows = await stet.context.db.selectFrom('audit').selectAll().orderBy('id').execute()
    expect(new Set(rows.map(({ action }) => action))).toEqual(
      new Set(['add-person', 'set-password', 'change-person', 'link-person', 'remove-person']),
    )
    const role = rows.find(({ action, subject }) => action === 'change-person' && subject === 'person:carl')
    expect(role).toMatchObject({ actor: 'anna', via: 'session', detail: { role: 'chief' } })
    expect(JSON.stringify(rows)).not.toMatch(/example|token=|walrus/)
  })
})
