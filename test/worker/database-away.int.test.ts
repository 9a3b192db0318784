import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../../src/store/database.js'
import { migrateToLatestOrThrow } from '../../src/store/migrate.js'
import { type KillablePostgres, startPostgres } from '../chaos/postgres.js'
import { type Receiver, receiveReports } from '../helpers/receiver.js'
import { startRedis, type TestRedis } from '../helpers/redis.js'
import { moderatorToken, startStet, type TestStet } from '../helpers/stet.js'
import { until } from '../helpers/until.js'

const secret = `whsec_${Buffer.from('a secret of the tests, thirty-two').toString('base64')}`
const text = 'The council voted seven to four, not unanimously as the article says.'
const comments = ['c-1', 'c-2', 'c-3'].map((id) => ({
  id,
  body: text,
  author: { id: `author of ${id}` },
  article: { id: 'n-1' },
}))

let postgres: KillablePostgres
let redis: TestRedis
let receiver: Receiver
let producer: TestStet
let workers: TestStet

beforeAll(async () => {
  postgres = await startPostgres()
  const db = openDatabase(postgres.url, () => undefined, 1)
  await migrateToLatestOrThrow(db).finally(() => db.destroy())
  redis = await startRedis()
  receiver = await receiveReports(secret)
  producer = await start(false)
})

afterAll(async () => {
  await workers?.stop()
  await producer?.stop()
  await receiver?.stop()
  await redis?.stop()
  await postgres?.stop()
})

const start = (withWorkers: boolean): Promise<TestStet> =>
  startStet(
    {
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      STET_REPORT_URL: receiver.url,
      STET_REPORT_SECRET: secret,
    },
    { workers: withWorkers },
  )

it('does again, when the database is back, what died of its absence, and blames no comment for it', async () => {
  const { db, queues } = producer.context
  expect((await producer.call('POST', '/v1/comments/batch', { body: comments })).status).toBe(202)
  // A report too, whose job will die like the others.
  const { uid } = await db
    .selectFrom('comment')
    .select('uid')
    .where('id', '=', 'c-1')
    .executeTakeFirstOrThrow()
  const report = { id: 'msg_old', comment_uid: uid, revision: 1, type: 'comment.erased' as const }
  await db
    .insertInto('report')
    .values({ ...report, endpoint: receiver.url })
    .execute()
  await queues.addReports([{ report: report.id, attempt: 0 }])

  await postgres.kill()
  workers = await start(true)
  const dead = await until('every job is dead', async () => {
    const jobs = await queues.failed()
    return jobs.length === comments.length + 1 && jobs
  })
  expect(dead.filter(({ reason }) => reason === 'the database does not answer')).toHaveLength(comments.length)

  await postgres.start()
  await until('all are published', async () => {
    const answer = await producer.call<{ comments: { published: number } }>('GET', '/v1/stats', {
      key: moderatorToken,
    })
    return answer.body.comments?.published === comments.length
  })
  const decisions = await db.selectFrom('decision').select(['verdict', 'missing']).execute()
  expect(decisions).toEqual(comments.map(() => ({ verdict: 'publish', missing: [] })))
  await until('the old report is delivered', () =>
    receiver.reports.some(({ webhookId }) => webhookId === report.id),
  )
  await until('nothing is dead any more', async () => (await queues.failed()).length === 0)
})
