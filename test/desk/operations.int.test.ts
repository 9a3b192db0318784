import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DeskHealth, FailedJob } from '../../src/desk/schemas/health.js'
import { openQueue, openWorker } from '../../src/queue/backend.js'
import { commentQueueName } from '../../src/queue/queues.js'
import { findComment } from '../../src/store/comments.js'
import { beat, leave } from '../../src/store/workers.js'
import { aComment, judgeAs, send } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { type Desk, deskAs } from '../helpers/desk-as.js'
import { startRedis, type TestRedis } from '../helpers/redis.js'
import { startStet, type TestStet } from '../helpers/stet.js'
import { until } from '../helpers/until.js'

let redis: TestRedis
let stet: TestStet
let admin: Desk
let viewer: Desk
beforeAll(async () => {
  redis = await startRedis()
  stet = await startStet(
    {
      DATABASE_URL: await freshDatabase(),
      REDIS_URL: redis.url,
      STET_REPORT_URL: 'http://127.0.0.1:9/reports',
      STET_REPORT_SECRET: `whsec_${Buffer.alloc(32).toString('base64')}`,
    },
    { workers: false },
  )
  admin = await deskAs(stet, 'admin')
  viewer = await deskAs(stet, 'viewer')
})
afterAll(async () => {
  await admin?.stop()
  await viewer?.stop()
  await stet?.stop()
  await redis?.stop()
})

const failed = async () => (await admin.call<{ items: FailedJob[] }>('GET', '/v1/jobs/failed')).body.items
const replay = (ids: string[]) => admin.call<{ replayed: number }>('POST', '/v1/jobs/replay', { ids })
const health = async () => (await viewer.call<DeskHealth>('GET', '/v1/health')).body

/** Works on the queue of comments until each job that is in it has come to its end. */
async function workWith(work: (job: string) => Promise<void>): Promise<void> {
  const { backend, queues } = stet.context
  const worker = openWorker(
    commentQueueName,
    backend,
    1,
    ({ id }) => work(String(id)),
    () => undefined,
  )
  worker.run()
  await until('the queue is empty', async () => (await queues.depth('comments')) === 0)
  await worker.close()
}

/** A comment whose job has died, and the job's id. */
async function aDeadJob(id: string): Promise<string> {
  const { db, backend } = stet.context
  await send(stet, aComment(id))
  const uid = (await findComment(db, 'default', id))?.uid
  const jobId = `c-${uid}-1`
  await workWith(async () => undefined)
  const { queue, close } = openQueue(commentQueueName, backend, () => undefined)
  await queue.add('judge', { uid, revision: 1 }, { jobId, attempts: 1 })
  await workWith(async () => {
    throw new Error('cursed')
  })
  await close()
  return jobId
}

/** A report that was given up, and its id. */
async function aLostReport(id: string): Promise<string> {
  await send(stet, aComment(id))
  await judgeAs(stet, id, 'publish')
  const { id: report } = await stet.context.db
    .updateTable('report')
    .set({ state: 'failed', attempts: 12, last_error: 'answered 500' })
    .where('state', '=', 'pending')
    .returning('id')
    .executeTakeFirstOrThrow()
  return report
}

describe('what gave up', () => {
  let job: string
  let report: string
  beforeEach(async () => {
    const mark = crypto.randomUUID()
    job = await aDeadJob(`job ${mark}`)
    report = await aLostReport(`report ${mark}`)
  })

  it('is listed with the comments that it is about, why it gave up and when', async () => {
    const items = await failed()
    expect(items.find(({ id }) => id === job)).toEqual({
      kind: 'job',
      queue: 'comments',
      id: job,
      comment: expect.stringMatching(/^job /),
      reason: 'cursed',
      at: expect.stringMatching(/Z$/),
    })
    expect(items.find(({ id }) => id === report)).toMatchObject({
      kind: 'report',
      queue: 'reports',
      comment: expect.stringMatching(/^report /),
      reason: 'answered 500',
    })
  })

  it('is tried again by its id, once, and that is written down', async () => {
    expect(await replay([job, report, 'unknown'])).toMatchObject({ status: 200, body: { replayed: 2 } })
    expect((await failed()).map(({ id }) => id)).not.toContain(job)
    expect((await failed()).map(({ id }) => id)).not.toContain(report)
    const { state } = await stet.context.db
      .selectFrom('report')
      .select('state')
      .where('id', '=', report)
      .executeTakeFirstOrThrow()
    expect(state).toBe('pending')
    const tried: string[] = []
    await workWith(async (id) => {
      tried.push(id)
    })
    expect(tried.filter((id) => id === job)).toEqual([job])
    expect((await replay([job, report])).body.replayed).toBe(0)
    const audit = await stet.context.db
      .selectFrom('audit')
      .select(['actor', 'detail'])
      .where('action', '=', 'replay-jobs')
      .orderBy('id')
      .execute()
    expect(audit.map(({ detail }) => detail)).toContainEqual({ ids: [job, report, 'unknown'] })
  })

  it.each([[{ ids: [] }], [{}], [{ ids: ['x'], all: true }]])('is not tried again for %j', async (body) => {
    expect((await admin.call('POST', '/v1/jobs/replay', body)).status).toBe(400)
  })

  it('is for administrators', async () => {
    expect((await viewer.call('GET', '/v1/jobs/failed')).status).toBe(403)
    expect((await viewer.call('POST', '/v1/jobs/replay', { ids: ['x'] })).status).toBe(403)
  })
})

describe('health', () => {
  it('says what waits, what gave up, and which workers there are', async () => {
    const { db } = stet.context
    await beat(
      db,
      '9d2b7c1e-0000-4000-8000-000000000000',
      { ready: true, version: 'a-model@1', detail: null },
      { hash: 'a-set', fault: null },
    )
    const before = await health()
    await send(stet, aComment('waiting'))
    const now = await health()
    expect(now).toMatchObject({
      ready: true,
      checks: {
        database: { ok: true },
        queue: { ok: true },
        model: { ok: true, detail: 'a-model@1' },
        rules: { ok: true },
      },
      queues: { comments: (before.queues.comments ?? 0) + 1 },
      failed: { jobs: before.failed.jobs, reports: expect.any(Number) },
      workers: [{ model: { ready: true }, rules: { hash: 'a-set', fault: null } }],
      alerts: [],
    })
    expect(now.oldestPendingSeconds).toBeGreaterThanOrEqual(0)
    await leave(db, '9d2b7c1e-0000-4000-8000-000000000000')
    const alone = await health()
    expect([alone.ready, alone.workers, alone.checks.model?.ok]).toEqual([false, [], false])
  })

  it('shows the alerts of the rules', async () => {
    const { db } = stet.context
    await db
      .insertInto('rule_version')
      .values({
        hash: 'h',
        digest: Buffer.from('h'),
        file: 'f',
        text: '',
        lists: '{}',
        rule_names: [],
        stored_by: 'test',
      })
      .execute()
    const { id } = await db.selectFrom('rule_version').select('id').executeTakeFirstOrThrow()
    const alert = { kind: 'limit', since: '2026-11-25T00:00:00.000Z', detail: 'Used up.' }
    await db
      .insertInto('rule_watch')
      .values({
        at: new Date(),
        version_id: id,
        rules: JSON.stringify([{ rule: 'insult', alerts: [alert] }]),
      })
      .execute()
    expect((await health()).alerts).toEqual([{ rule: 'insult', ...alert }])
  })

  it('tells a queue that does not answer from an empty one', async () => {
    await redis.kill()
    const now = await until('the queue is missed', async () => {
      const one = await health()
      return one.queues.comments === null && one
    })
    expect(now).toMatchObject({
      ready: false,
      queues: { comments: null, reports: null },
      failed: { jobs: null },
    })
    expect(now.checks.queue?.ok).toBe(false)
    await redis.start()
  })
})
