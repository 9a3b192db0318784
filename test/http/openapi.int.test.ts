import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../helpers/database.js'
import { startStet, type TestStet } from '../helpers/stet.js'

type Response = { description: string; content?: Record<string, { schema: unknown }> }
type Operation = {
  responses: Record<string, Response>
  security?: unknown[]
  tags?: string[]
  parameters?: { name: string }[]
}
type Document = {
  openapi: string
  info: { title: string; version: string }
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> }
}

let stet: TestStet
let document: Document
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  document = (await stet.call<Document>('GET', '/openapi.json')).body
})
afterAll(() => stet?.stop())

type Described = [method: string, path: string, statuses: number[]]
const signingIn = (call: string): Described => [
  'post',
  `/api/auth/${call}`,
  [200, 400, 401, 403, ...(call === 'welcome' ? [410] : []), 413, 415, 429],
]

const routes: Described[] = [
  ['post', '/v1/comments', [200, 202, 400, 401, 403, 409, 413, 415, 429, 503]],
  ['post', '/v1/comments/batch', [202, 400, 401, 403, 413, 415, 429, 503]],
  ['get', '/v1/comments/{id}', [200, 400, 401, 403, 404, 429, 503]],
  ['delete', '/v1/comments/{id}', [204, 400, 401, 403, 404, 429, 503]],
  ['delete', '/v1/authors/{id}', [204, 400, 401, 403, 404, 429, 503]],
  ...['sign-in/email', 'sign-out', 'revoke-sessions', 'welcome', 'change-password'].map(signingIn),
  ...['enable', 'disable', 'verify-totp', 'verify-backup-code', 'generate-backup-codes'].map((call) =>
    signingIn(`two-factor/${call}`),
  ),
  ['get', '/api/auth/ways', [200]],
  ['post', '/api/auth/sign-in/social', [200, 400, 403, 404, 413, 415, 429]],
  ['get', '/v1/people', [200, 401, 403, 503]],
  ['post', '/v1/people', [201, 400, 401, 403, 409, 413, 415, 503]],
  ['patch', '/v1/people/{name}', [200, 400, 401, 403, 404, 409, 413, 415, 503]],
  ['delete', '/v1/people/{name}', [204, 400, 401, 403, 404, 409, 503]],
  ['post', '/v1/people/{name}/link', [200, 400, 401, 403, 404, 503]],
  ...['/v1/keys', '/v1/tokens'].flatMap((path): Described[] => [
    ['get', path, [200, 401, 403, 503]],
    ['post', path, [201, 400, 401, 403, 409, 413, 415, 503]],
    ['patch', `${path}/{id}`, [200, 400, 401, 403, 404, 409, 413, 415, 503]],
    ['delete', `${path}/{id}`, [204, 400, 401, 403, 404, 409, 503]],
    ['post', `${path}/{id}/rotate`, [200, 400, 401, 403, 404, 409, 503]],
  ]),
  ['get', '/v1/me', [200, 401, 403, 503]],
  ['get', '/v1/me/settings', [200, 401, 403, 503]],
  ['put', '/v1/me/settings', [200, 400, 401, 403, 413, 415, 503]],
  ['get', '/v1/queue', [200, 400, 401, 403, 503]],
  ['get', '/v1/queue/count', [200, 400, 401, 403, 503]],
  ['get', '/v1/queue/items/{id}', [200, 400, 401, 403, 404, 503]],
  ['post', '/v1/queue/claim', [200, 400, 401, 403, 413, 415, 503]],
  ['post', '/v1/queue/renew', [200, 400, 401, 403, 413, 415, 503]],
  ['post', '/v1/queue/release', [200, 400, 401, 403, 413, 415, 503]],
  ['post', '/v1/queue/skip', [204, 400, 401, 403, 404, 413, 415, 503]],
  ['post', '/v1/bulk/preview', [200, 400, 401, 403, 413, 415, 503]],
  ['post', '/v1/bulk', [200, 400, 401, 403, 409, 413, 415, 503]],
  ['post', '/v1/bulk/{id}/undo', [200, 400, 401, 403, 404, 503]],
  ['get', '/v1/comments/{id}/history', [200, 400, 401, 403, 404, 503]],
  ['get', '/v1/authors/{id}/record', [200, 400, 401, 403, 404, 503]],
  ['get', '/v1/articles/{id}/thread', [200, 400, 401, 403, 404, 503]],
  ['get', '/v1/audit', [200, 400, 401, 403, 503]],
  ['get', '/v1/audit.csv', [200, 400, 401, 403, 503]],
  ['get', '/v1/comments/{id}/notes', [200, 400, 401, 403, 404, 503]],
  ['post', '/v1/comments/{id}/notes', [201, 400, 401, 403, 404, 413, 415, 503]],
  ['post', '/v1/decisions/{id}/undo', [201, 400, 401, 403, 404, 409, 503]],
  ['post', '/v1/comments/{id}/decisions', [201, 400, 401, 403, 404, 409, 413, 415, 503]],
  ['get', '/v1/articles', [200, 400, 401, 403, 503]],
  ['get', '/v1/articles/{id}', [200, 400, 401, 403, 404, 503]],
  ['put', '/v1/articles/{id}/mode', [200, 400, 401, 403, 413, 415, 503]],
  ['get', '/v1/endpoints', [200, 401, 403, 503]],
  ['post', '/v1/endpoints', [201, 400, 401, 403, 409, 413, 415, 503]],
  ['patch', '/v1/endpoints/{id}', [200, 400, 401, 403, 404, 409, 413, 415, 503]],
  ['delete', '/v1/endpoints/{id}', [204, 400, 401, 403, 404, 409, 503]],
  ['post', '/v1/endpoints/{id}/rotate', [200, 400, 401, 403, 404, 409, 503]],
  ['get', '/v1/endpoints/{id}/deliveries', [200, 400, 401, 403, 404, 503]],
  ['post', '/v1/deliveries/{id}/replay', [204, 400, 401, 403, 404, 409, 503]],
  ['get', '/v1/events', [200, 400, 401, 403, 503]],
  ['get', '/v1/presence', [200, 401, 403, 503]],
  ['get', '/v1/health', [200, 401, 403, 503]],
  ['get', '/v1/jobs/failed', [200, 401, 403, 503]],
  ['post', '/v1/jobs/replay', [200, 400, 401, 403, 413, 415, 503]],
  ['get', '/v1/stats/series', [200, 400, 401, 403, 503]],
  ['get', '/v1/stats', [200, 401, 403, 503]],
  ['get', '/v1/rules', [200, 401, 403, 503]],
  ['post', '/v1/rules/backtest', [200, 400, 401, 403, 409, 413, 415, 503]],
  ['get', '/v1/rules/tests', [200, 401, 403, 503]],
  ['post', '/v1/rules/tests', [201, 400, 401, 403, 404, 409, 413, 415, 503]],
  ['delete', '/v1/rules/tests/{id}', [204, 400, 401, 403, 404, 503]],
  ['get', '/healthz', [200]],
  ['get', '/readyz', [200, 503]],
  ['get', '/metrics', [200]],
]

/** Every `$ref` in the document, wherever it stands. */
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : references(inner),
  )
}

describe('the description of the API', () => {
  it('is an OpenAPI 3.1 document', () => {
    expect(document.openapi).toMatch(/^3\.1\./)
    expect(document.info).toMatchObject({ title: 'Stet', version: expect.any(String) })
    expect(document.components.securitySchemes).toMatchObject({
      bearer: { type: 'http' },
      session: { type: 'apiKey', in: 'cookie' },
    })
  })

  it('names the routes of the contract and no other', () => {
    const named = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method} ${path}`),
    )
    expect(named.sort()).toEqual(routes.map(([method, path]) => `${method} ${path}`).sort())
  })

  it.each(routes)('says what %s %s answers', (method, path, statuses) => {
    const operation = document.paths[path]?.[method]
    expect(Object.keys(operation?.responses ?? {}).map(Number)).toEqual(statuses)
    for (const [status, response] of Object.entries(operation?.responses ?? {})) {
      expect(response.description).not.toBe('')
      if (Number(status) >= 400 && path !== '/readyz')
        expect(response.content).toEqual({
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        })
    }
    const isDesk = operation?.tags?.includes('desk')
    const ways = isDesk ? [{ bearer: [] }, { session: [] }] : [{ bearer: [] }]
    expect(operation?.security).toEqual(path.startsWith('/v1/') ? ways : undefined)
    for (const [, name] of path.matchAll(/\{(\w+)\}/g))
      expect(operation?.parameters?.map((parameter) => parameter.name)).toContain(name)
  })

  it('refers only to what it holds', () => {
    const found = [...new Set(references(document))]
    expect(found).toContain('#/components/schemas/Problem')
    for (const reference of found) {
      const steps = reference.replace('#/', '').split('/')
      let target: unknown = document
      for (const step of steps) target = (target as Record<string, unknown>)[step]
      expect(target).toBeDefined()
    }
  })

  it('is shown to people', async () => {
    for (const path of ['/docs', '/docs/', '/docs/static/index.html']) {
      const answer = await fetch(`${stet.url}${path}`)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        200,
        expect.stringMatching(/^text\/html/),
      ])
    }
    expect((await fetch(`${stet.url}/docs/json`)).status).toBe(200)
  })
})
