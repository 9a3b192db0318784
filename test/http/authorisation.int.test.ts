import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '../../src/api.js'
import type { Access, RouteAccess } from '../../src/http/access.js'
import { hashSecret } from '../../src/http/auth.js'
import type { Server } from '../../src/http/server.js'
import { listenForDecisions } from '../../src/store/notify.js'
import { freshDatabase } from '../helpers/database.js'
import { moderatorToken, siteKey, startStet, type TestStet } from '../helpers/stet.js'
import { type Credential, everyCredential } from './credentials.js'

/** Who may do what, said once more and by hand. */
const allowed: Record<Exclude<Access, 'open'>, Credential['is'][]> = {
  site: ['site'],
  viewer: ['viewer', 'moderator', 'chief', 'admin'],
  moderator: ['moderator', 'chief', 'admin'],
  chief: ['chief', 'admin'],
  admin: ['admin'],
}

let stet: TestStet
let app: Server
let credentials: Credential[]
let stop: () => Promise<void>
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  credentials = await everyCredential(stet)
  const decisions = listenForDecisions(stet.context.databaseUrl, () => undefined)
  const ours = { site: hashSecret(siteKey), moderator: hashSecret(moderatorToken) }
  app = await createApi(stet.context, ours, decisions)
  await app.ready()
  stop = async () => {
    await app.close()
    await decisions.close()
    await stet.stop()
  }
})
afterAll(() => stop?.())

type Seen = { status: number; title: string | undefined }

/** Asks for something that is not there, with nothing in it: whoever may ask is told so, and nothing is done. */
async function ask({ method, url }: RouteAccess, headers: Record<string, string>): Promise<Seen> {
  const path = url.replaceAll(/:\w+/g, '999999').replace('*', 'nowhere')
  const hasBody = !['GET', 'HEAD', 'DELETE'].includes(method)
  const { host } = new URL(stet.url)
  const answer = await app.inject({
    method: method as 'GET',
    url: path,
    headers: { host, accept: 'application/json', ...headers },
    ...(hasBody && { payload: {} }),
    // A stream of events has no end.
    payloadAsStream: true,
  })
  const type = String(answer.headers['content-type'])
  if (!type.startsWith('application/problem')) {
    answer.stream().destroy()
    return { status: answer.statusCode, title: undefined }
  }
  const { title } = (await new Response(answer.stream() as never).json().catch(() => ({}))) as {
    title?: string
  }
  return { status: answer.statusCode, title }
}

const refusals: Record<number, string> = { 401: 'Not signed in', 403: 'Not allowed' }
/** 401 or 403 when the door stayed shut; 0 for what is said behind it, be it yes or no. */
const doorOf = ({ status, title }: Seen, method: string) =>
  refusals[status] !== undefined && (method === 'HEAD' || title === refusals[status]) ? status : 0

const expectedOf = (access: Access, is: Credential['is']) => {
  if (access === 'open' || allowed[access].includes(is)) return 0
  return is === 'nobody' ? 401 : 403
}

describe('every route', () => {
  it('is in the table of who may what, and there are as many as there should be', () => {
    expect(app.accessTable.length).toBeGreaterThan(80)
    const isOpen = ({ access }: RouteAccess) => access === 'open'
    expect(
      new Set(app.accessTable.filter(isOpen).map(({ url }) => url.replace(/^\/docs\/.*/, '/docs/…'))),
    ).toEqual(
      new Set([
        ...['/openapi.json', '/docs', '/docs/…', '/healthz', '/readyz', '/metrics', '/assets/*', '/*'],
        ...[
          'ways',
          'sign-in/email',
          'sign-in/social',
          'callback/oidc',
          'sign-out',
          'revoke-sessions',
          'welcome',
          'change-password',
        ].map((call) => `/api/auth/${call}`),
        ...['enable', 'disable', 'verify-totp', 'verify-backup-code', 'generate-backup-codes'].map(
          (call) => `/api/auth/two-factor/${call}`,
        ),
      ]),
    )
  })

  it('opens to whom the table says, and to nobody else, whatever they come with', async () => {
    const wrong: string[] = []
    let asked = 0
    for (const route of app.accessTable.filter(({ access }) => access !== 'open'))
      for (const { name, headers, is } of credentials) {
        const door = doorOf(await ask(route, headers), route.method)
        const expected = expectedOf(route.access, is)
        asked += 1
        if (door !== expected)
          wrong.push(`${route.method} ${route.url} with ${name}: ${door}, not ${expected}`)
      }
    expect(wrong).toEqual([])
    expect(asked).toBeGreaterThan(3_000)
  })

  it('that changes something is shut to a session from elsewhere, and that is no sign-in', async () => {
    const wrong: string[] = []
    const admin = credentials.find(({ name }) => name === 'the session of a admin')
    for (const route of app.accessTable.filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method)))
      for (const origin of ['https://evil.example', 'null', undefined]) {
        const headers = { cookie: admin?.headers.cookie ?? '', ...(origin && { origin }) }
        const { status } = await ask(route, headers)
        if (status !== 403) wrong.push(`${route.method} ${route.url} from ${origin}: ${status}`)
      }
    expect(wrong).toEqual([])
    expect((await ask({ method: 'GET', url: '/v1/me', access: 'viewer' }, admin?.headers ?? {})).status).toBe(
      200,
    )
  })
})
