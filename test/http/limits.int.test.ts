import { afterEach, describe, expect, it } from 'vitest'
import { aComment, type SeenProblem, send, storedCount } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { startRedis } from '../helpers/redis.js'
import { moderatorToken, startStet, type TestStet } from '../helpers/stet.js'
import { until } from '../helpers/until.js'

let stet: TestStet
afterEach(() => stet?.stop())
const start = async (env: Record<string, string>) => {
  stet = await startStet({ DATABASE_URL: await freshDatabase(), ...env }, { workers: false })
}
const post = (id: string, key?: string) =>
  stet.call<SeenProblem>('POST', '/v1/comments', { body: aComment(id), ...(key ? { key } : {}) })

describe('a key that floods', () => {
  it('gets 429 and is told when to come back; nothing of it is stored, and the desk goes on', async () => {
    await start({ STET_INTAKE_PER_MINUTE: '3' })
    await send(stet, aComment('c-1'), aComment('c-2'), aComment('c-3'))
    const { status, headers, body } = await post('c-4')
    expect(status).toBe(429)
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60)
    expect(body.status).toBe(429)
    expect(await storedCount(stet)).toBe(3)
    expect((await stet.call('GET', '/v1/stats', { key: moderatorToken })).status).toBe(200)
    expect((await stet.call('GET', '/healthz')).status).toBe(200)
  })

  it('is not held to have made the requests of those who have no key', async () => {
    await start({ STET_INTAKE_PER_MINUTE: '2' })
    for (const key of ['wrong-key-wrong-key-wrong', moderatorToken, 'wrong-key-wrong-key-wrong'])
      expect([401, 403]).toContain((await post('c-0', key)).status)
    await send(stet, aComment('c-1'), aComment('c-2'))
    expect((await post('c-3')).status).toBe(429)
    expect((await post('c-3', 'wrong-key-wrong-key-wrong')).status).toBe(401)
  })
})

describe('a full queue', () => {
  it('is answered with 503 and when to come back; nothing is stored', async () => {
    await start({ STET_QUEUE_MAX: '1' })
    await send(stet, aComment('c-1'))
    // The depth is asked for at most once a second, so some may still come in.
    let sent = 0
    const refused = await until('a refusal', async () => {
      sent += 1
      const answer = await post(`flood-${sent}`)
      return answer.status === 503 && answer
    })
    expect(refused.headers.get('content-type')).toBe('application/problem+json')
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    expect(await storedCount(stet)).toBe(sent)
    const batch = await stet.call('POST', '/v1/comments/batch', { body: [aComment('in-a-batch')] })
    expect([batch.status, await storedCount(stet)]).toEqual([503, sent])
    expect((await stet.call('GET', '/v1/comments/c-1')).status).toBe(200)
  })
})

describe('a Redis that is away', () => {
  it('stops no comment from being taken in, nor from being erased', async () => {
    const redis = await startRedis()
    await start({ REDIS_URL: redis.url })
    await send(stet, aComment('before'))
    await redis.stop()
    const { status, body } = await post('meanwhile')
    expect([status, body.status]).toEqual([202, 'pending'])
    expect((await stet.call('DELETE', '/v1/comments/before')).status).toBe(204)
    const ready = await stet.call<{ checks: Record<string, { ok: boolean }> }>('GET', '/readyz')
    expect(ready.status).toBe(503)
    expect(ready.body.checks).toMatchObject({ database: { ok: true }, queue: { ok: false } })
  })
})
