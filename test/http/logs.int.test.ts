import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { createApi } from '../../src/api.js'
import { readConfig } from '../../src/config.js'
import { closeContext, openContext } from '../../src/context.js'
import { invite } from '../../src/desk/sign-in/invite.js'
import { hashSecret } from '../../src/http/auth.js'
import { createLogger } from '../../src/logger.js'
import { listenForDecisions } from '../../src/store/notify.js'
import { aComment } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { moderatorToken, siteKey } from '../helpers/stet.js'

it('the log of the API has no word of a reader or a moderator, and no key, whatever goes wrong', async () => {
  const lines: string[] = []
  const logger = createLogger('trace', { write: (line: string) => lines.push(line) })
  const url = await freshDatabase()
  const context = openContext(readConfig({ DATABASE_URL: url }), logger, url)
  const decisions = listenForDecisions(url, () => undefined)
  const credentials = { site: hashSecret(siteKey), moderator: hashSecret(moderatorToken) }
  const app = await createApi(context, credentials, decisions)
  const call = async (method: 'GET' | 'POST' | 'DELETE', path: string, key: string, payload?: object) =>
    (
      await app.inject({
        method,
        url: path,
        headers: { authorization: `Bearer ${key}` },
        ...(payload && { payload }),
      })
    ).statusCode
  const personal = (id: string, more = {}) =>
    aComment(id, { body: 'Quagmire!', author: { id: 'a-1', name: 'Zebedee' }, ...more })

  expect(await call('POST', '/v1/comments', siteKey, personal('c-1'))).toBe(202)
  expect(await call('POST', '/v1/comments', siteKey, personal('c-2', { quagmire: 1 }))).toBe(400)
  expect(await call('POST', '/v1/comments', 'quagmire-quagmire-quagmire', personal('c-2'))).toBe(401)
  expect(await call('GET', '/v1/comments/quagmire', siteKey)).toBe(404)
  const decision = { verdict: 'reject', reason: 'Quagmire', note: 'Zebedee', onRevision: 1 }
  expect(await call('POST', '/v1/comments/c-1/decisions', moderatorToken, decision)).toBe(201)
  expect(await call('GET', '/v1/queue?author=quagmire', moderatorToken)).toBe(200)
  const signIn = (path: string, payload: object) => call('POST', `/api/auth/${path}`, siteKey, payload)
  const person = { name: 'zebedee', email: 'zebedee@news.example', role: 'admin' as const }
  const doer = { site: 'default', actor: 'test', via: 'test' }
  const token = (await invite(context.db, doer, person, ''))?.link.split('=')[1] ?? ''
  expect(await signIn('sign-in/email', { email: person.email, password: 'quagmire quagmire' })).toBe(401)
  expect(await signIn('welcome', { token, password: 'quagmire' })).toBe(400)
  expect(await signIn('welcome', { token: 'quagmire', password: 'walrus quagmire octave' })).toBe(410)
  expect(await signIn('welcome', { token, password: 'walrus quagmire octave' })).toBe(200)
  expect(await signIn('sign-in/email', { email: person.email, password: 'walrus quagmire octave' })).toBe(200)
  expect(lines).toEqual([])

  await sql`alter table session add constraint no_names check (user_agent <> 'quagmire') not valid`.execute(
    context.db,
  )
  const headers = { 'user-agent': 'quagmire' }
  const payload = { email: person.email, password: 'walrus quagmire octave' }
  expect(
    (await app.inject({ method: 'POST', url: '/api/auth/sign-in/email', headers, payload })).statusCode,
  ).toBe(503)
  // PostgreSQL's error quotes the whole row, and where it stands as JSON its text as well.
  await sql`alter table comment add constraint no_names check (author_name <> 'Zebedee') not valid`.execute(
    context.db,
  )
  await sql`alter table revision add constraint no_texts check (body <> 'Quagmire!') not valid`.execute(
    context.db,
  )
  expect(await call('POST', '/v1/comments', siteKey, personal('c-3'))).toBe(503)
  expect(await call('POST', '/v1/comments/batch', siteKey, [personal('c-4')])).toBe(503)
  expect(await call('POST', '/v1/comments', siteKey, personal('c-5', { author: { id: 'a-2' } }))).toBe(503)
  expect(lines.length).toBeGreaterThanOrEqual(3)
  expect(lines.join('')).toContain('no_names')
  for (const secret of [token, /quagmire/i, /zebedee/i, /Bearer/, siteKey, moderatorToken])
    expect(lines.join('')).not.toMatch(secret)

  await app.close()
  await decisions.close()
  await closeContext(context)
})
