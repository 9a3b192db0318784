import { afterAll, beforeAll, expect, it } from 'vitest'
import { browserAt } from '../helpers/browser-session.js'
import { freshDatabase } from '../helpers/database.js'
import { runStet } from '../helpers/run-stet.js'
import { goodPassword } from '../helpers/signed-in.js'
import { startStet, type TestStet } from '../helpers/stet.js'

let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
})
afterAll(() => stet?.stop())

const user = (...args: string[]) => runStet(stet.context.databaseUrl, 'user', ...args)

it('lets people in, says who may, and signs them out', async () => {
  const added = await user('add', 'anna', 'Anna@news.example', '--role', 'admin')
  expect(added.code).toBe(0)
  expect(added.out).toMatch(/^http:\/\/127\.0\.0\.1:8080\/welcome\?token=\S+\n$/)
  expect((await user('list')).out).toMatch(/anna +anna@news\.example +admin +invited/)
  const anna = browserAt(stet)
  expect((await anna.welcome(added.out.trim(), goodPassword)).status).toBe(200)
  expect((await anna.call('GET', '/v1/me')).body).toMatchObject({ name: 'anna', role: 'admin' })

  expect(await user('disable', 'anna')).toMatchObject({ code: 2, err: expect.stringContaining('last admin') })
  expect((await user('add', 'bea', 'bea@news.example', '--role', 'admin')).code).toBe(0)
  const link = (await user('link', 'anna')).out.trim()
  expect((await user('disable', 'anna')).code).toBe(0)
  expect((await user('list')).out).toMatch(/anna .*disabled/)
  expect((await anna.call('GET', '/v1/me')).status).toBe(401)
  expect((await browserAt(stet).welcome(link, goodPassword)).status).toBe(410)
  expect((await user('enable', 'anna')).code).toBe(0)
  expect((await browserAt(stet).signIn('anna@news.example', goodPassword)).status).toBe(200)

  const rows = await stet.context.db
    .selectFrom('audit')
    .select(['actor', 'action', 'subject'])
    .orderBy('id')
    .execute()
  expect(rows.map(({ actor, action }) => `${actor}: ${action}`)).toEqual([
    'command-line: add-person',
    'anna: set-password',
    'command-line: add-person',
    'command-line: link-person',
    'command-line: change-person',
    'command-line: change-person',
  ])
  expect(new Set(rows.map(({ subject }) => subject))).toEqual(new Set(['person:anna', 'person:bea']))
})

it.each([
  [['add', 'anna', 'other@news.example'], 'is taken'],
  [['add', 'other', 'ANNA@news.example'], 'is taken'],
  [['add', 'a b', 'x@news.example'], 'NAME must be 1 to 64'],
  [['add', 'token.x', 'x@news.example'], 'NAME must not begin with token.'],
  [['add', 'bob', 'nowhere'], 'E-MAIL must be an e-mail address'],
  [['add', 'bob', 'bob@news.example', '--role', 'boss'], '--role must be one of viewer'],
  [['link', 'nobody'], 'There is no nobody'],
  [['disable', 'nobody'], 'There is no nobody'],
  [['add', 'bob'], 'Use: stet user add'],
  [['remove', 'bob'], 'Use: stet user add'],
  [[], 'Use: stet user add'],
])('says in a sentence what is wrong with %j', async (args, said) => {
  const { code, err } = await user(...args)
  expect([code, err]).toEqual([2, expect.stringContaining(said)])
})
