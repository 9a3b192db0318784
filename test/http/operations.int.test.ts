import { sql } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import { aComment, send } from '../helpers/comments.js'
import { emptyDatabase, freshDatabase } from '../helpers/database.js'
import { startRedis } from '../helpers/redis.js'
import { startStet, type TestStet } from '../helpers/stet.js'
import { until } from '../helpers/until.js'

type Ready = { ready: boolean; checks: Record<string, { ok: boolean; detail?: string }> }

let stet: TestStet
const more: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await stet?.stop()
  for (const stop of more.splice(0)) await stop()
})
const start = async (env: Record<string, string> = {}, options = { workers: false }) => {
  stet = await startStet({ DATABASE_URL: await freshDatabase(), ...env }, options)
}
const ready = () => stet.call<Ready>('GET', '/readyz')
const metrics = async () => (await fetch(`${stet.url}/metrics`)).text()
const sample = (text: string, name: string) =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')
      .at(-1),
  )

describe('readiness', () => {
  it('names every dependency, and the worker when there is none', async () => {
    await start()
    const { status, body } = await ready()
    expect(status).toBe(503)
    expect(body).toEqual({
      ready: false,
      checks: {
        database: { ok: true },
        queue: { ok: true },
        model: { ok: false, detail: 'No worker is running.' },
        rules: { ok: false, detail: 'No worker is running.' },
      },
    })
    expect((await stet.call('GET', '/healthz')).body).toEqual({ alive: true })
  })

  it('is there with a worker, goes with Redis and comes back with it', async () => {
    const redis = await startRedis()
    more.push(redis.stop)
    await start({ REDIS_URL: redis.url }, { workers: true })
    const first = await until('readiness', async () => {
      const answer = await ready()
      return answer.status === 200 && answer
    })
    expect(first.body.checks).toEqual({
      database: { ok: true },
      queue: { ok: true },
      model: { ok: true, detail: expect.stringMatching(/^stet-toxicity@/) },
      rules: { ok: true, detail: expect.stringMatching(/^[0-9a-f]{16}$/) },
    })
    await redis.kill()
    const without = await until('readiness to go', async () => {
      const answer = await ready()
      return answer.status === 503 && answer
    })
    expect(without.body.checks).toMatchObject({ database: { ok: true }, queue: { ok: false } })
    expect((await stet.call('GET', '/healthz')).status).toBe(200)
    await redis.start()
    await until('readiness again', async () => (await ready()).status === 200)
  })

  it('asks for the migration of a database that has not had it', async () => {
    await start({ DATABASE_URL: await emptyDatabase() })
    const { status, body } = await ready()
    expect(status).toBe(503)
    expect(body.checks.database).toEqual({ ok: false, detail: expect.stringContaining('stet migrate') })
  })
})

describe('the metrics', () => {
  it('are in Prometheus’ format and count what happened', async () => {
    await start({}, { workers: true })
    const answer = await fetch(`${stet.url}/metrics`)
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(await answer.text()).toMatch(/^# HELP /)
    await stet.call('POST', '/v1/comments?wait=10000', { body: aComment('c-1') })
    const text = await until('the decision to be counted', async () => {
      const now = await metrics()
      return now.includes('stet_decisions_total{') && now
    })
    expect(sample(text, 'stet_verdict_seconds_count')).toBe(1)
    expect(sample(text, 'stet_model_seconds_count')).toBe(1)
    expect(sample(text, 'stet_oldest_pending_seconds')).toBe(0)
  })

  it('say how many wait and for how long, and nothing of what they cannot know', async () => {
    await start()
    await send(stet, aComment('c-1'), aComment('c-2'))
    const text = await metrics()
    expect(sample(text, 'stet_queue_depth{queue="comments"}')).toBe(2)
    expect(sample(text, 'stet_queue_depth{queue="reports"}')).toBe(0)
    expect(sample(text, 'stet_oldest_pending_seconds')).toBeGreaterThan(0)
    await sql`alter table comment rename to elsewhere`.execute(stet.context.db)
    expect(await metrics()).not.toMatch(/^stet_oldest_pending_seconds /m)
  })

  it('count requests that failed', async () => {
    await start()
    await sql`alter table comment rename to elsewhere`.execute(stet.context.db)
    const { status, headers, body } = await stet.call('GET', '/v1/comments/c-1')
    expect([status, headers.get('retry-after')]).toEqual([503, '5'])
    expect(JSON.stringify(body)).not.toContain('elsewhere')
    await stet.call('GET', '/v1/nothing')
    expect(sample(await metrics(), 'stet_failures_total{kind="request"}')).toBe(1)
  })

  it('are not on the API’s port when they have one of their own', async () => {
    await start({ STET_METRICS_PORT: '0' })
    expect((await fetch(`${stet.url}/metrics`)).status).toBe(404)
  })
})
