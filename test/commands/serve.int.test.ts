import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { freshDatabase } from '../helpers/database.js'
import { freePort, startRedis, type TestRedis } from '../helpers/redis.js'
import { moderatorToken, siteKey } from '../helpers/stet.js'
import { until } from '../helpers/until.js'
import { endAll, type Launched, launch } from './launch.js'

type Ready = { ready: boolean; checks: Record<string, { ok: boolean; detail?: string }> }

let folder: string
let port: number
let redis: TestRedis | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stet-serve-'))
  port = await freePort()
})
afterEach(async () => {
  await endAll(folder)
  await redis?.stop()
  redis = undefined
  await rm(folder, { recursive: true, force: true })
})

const stet = (command: string, env: Record<string, string>): Launched =>
  launch([process.execPath, 'dist/main.js', command], {
    STET_SITE_KEY: siteKey,
    STET_MODERATOR_TOKEN: moderatorToken,
    ...env,
  })

/** What `/readyz` says once these are the dependencies that are missing. */
const missing = (...names: string[]) =>
  until(`${names.join(' and ') || 'nothing'} missing`, async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
    const body = answer && ((await answer.json()) as Ready)
    const gone = Object.entries(body?.checks ?? {}).flatMap(([name, { ok }]) => (ok ? [] : [name]))
    return (
      body && answer.status === (names.length > 0 ? 503 : 200) && gone.sort().join() === names.sort().join()
    )
  })

const post = async () => {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/comments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${siteKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      id: 'c-1',
      body: 'The council voted seven to four.',
      author: { id: 'a-1' },
      article: { id: 'n-1' },
    }),
  })
  return { status: answer.status, retryAfter: answer.headers.get('retry-after') }
}

it('stet serve waits for PostgreSQL and Redis, refuses what it cannot keep, and stops clean without them', async () => {
  const nowhere = await freePort()
  const api = stet('serve', {
    PORT: String(port),
    DATABASE_URL: `postgresql://stet@127.0.0.1:${nowhere}/stet`,
    REDIS_URL: `redis://127.0.0.1:${nowhere}`,
  })
  await missing('database', 'model', 'queue', 'rules')
  expect(await post()).toEqual({ status: 503, retryAfter: '5' })
  // A client that announces a body and never sends it must not keep us from stopping.
  const client = connect(port, '127.0.0.1')
  client.on('error', () => undefined)
  const head = ['POST /v1/comments HTTP/1.1', 'host: x', `authorization: Bearer ${siteKey}`]
  client.write([...head, 'content-type: application/json', 'content-length: 9', '', '{'].join('\r\n'))
  await once(client, 'connect')
  api.child.kill('SIGTERM')
  expect(await api.ended).toBe(0)
  client.destroy()
})

it('without Redis stet serve takes comments in; stet work judges them when it is there, and both stop clean', async () => {
  redis = await startRedis()
  await redis.kill()
  const env = { DATABASE_URL: await freshDatabase(), REDIS_URL: redis.url }
  const api = stet('serve', { ...env, PORT: String(port) })
  const worker = stet('work', { ...env, STET_METRICS_PORT: '0' })
  await missing('queue')
  expect(await post()).toMatchObject({ status: 202 })
  await redis.start()
  await missing()
  await until('the comment is judged', async () => {
    const headers = { authorization: `Bearer ${siteKey}` }
    const answer = await fetch(`http://127.0.0.1:${port}/v1/comments/c-1`, { headers })
    return ((await answer.json()) as { status: string }).status === 'published'
  })
  await redis.kill()
  await missing('queue')
  for (const one of [api, worker]) one.child.kill('SIGTERM')
  expect([await api.ended, await worker.ended]).toEqual([0, 0])
})

it('stet work refuses a broken rule file, naming line and column, and ends with 2', async () => {
  const rules = join(folder, 'rules.yaml')
  await writeFile(
    rules,
    'version: 1\nrules:\n  - name: broken\n    when: scores.threat >\n    then: reject\n    because: x\n',
  )
  const nowhere = await freePort()
  const worker = stet('work', {
    DATABASE_URL: `postgresql://stet@127.0.0.1:${nowhere}/stet`,
    REDIS_URL: `redis://127.0.0.1:${nowhere}`,
    STET_METRICS_PORT: '0',
    STET_RULES: rules,
  })
  expect(await worker.ended).toBe(2)
  expect(worker.said()).toMatch(/rules\.yaml:4:\d+ /)
})

it('stet work says in one sentence that its port is taken, and ends with 2', async () => {
  const other = createServer().listen(port, '127.0.0.1')
  await until('the other listens', () => other.listening)
  const nowhere = await freePort()
  const worker = stet('work', {
    DATABASE_URL: `postgresql://stet@127.0.0.1:${nowhere}/stet`,
    REDIS_URL: `redis://127.0.0.1:${nowhere}`,
    STET_METRICS_PORT: String(port),
  })
  const code = await worker.ended
  other.close()
  expect(code).toBe(2)
  expect(worker.said().trim()).toBe(
    `STET_METRICS_PORT ${port} is taken by another program: set STET_METRICS_PORT to a free one, or to 0 for any.`,
  )
})
