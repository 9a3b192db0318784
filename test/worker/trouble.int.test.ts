import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findComment } from '../../src/store/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { judgeWhile } from '../helpers/judge.js'
import { startRedis, type TestRedis } from '../helpers/redis.js'
import { startStet, type TestStet } from '../helpers/stet.js'
import { until } from '../helpers/until.js'

const run = promisify(execFile)

let databaseUrl: string
let redis: TestRedis
let stets: TestStet[]

beforeEach(async () => {
  databaseUrl = await freshDatabase()
  redis = await startRedis()
  stets = []
})
afterEach(async () => {
  for (const stet of stets) await stet.stop()
  await redis.stop()
})

async function start({ workers }: { workers: boolean }): Promise<TestStet> {
  const stet = await startStet({ DATABASE_URL: databaseUrl, REDIS_URL: redis.url }, { workers })
  stets.push(stet)
  return stet
}

const text = 'The council voted seven to four, not unanimously as the article says.'
const comment = (id: string, body = text) => ({
  id,
  body,
  author: { id: `author of ${id}` },
  article: { id: 'n-1' },
})
const send = (stet: TestStet, id: string, body = text) =>
  stet.call('POST', '/v1/comments', { body: comment(id, body) })

async function rowOf(stet: TestStet, id: string) {
  const row = await findComment(stet.context.db, 'default', id)
  if (!row) throw new Error(`no comment ${id}`)
  return row
}
const statusIs = (stet: TestStet, id: string, status: string) =>
  until(`${id} is ${status}`, async () => (await rowOf(stet, id)).status === status)
const decisionsOn = (stet: TestStet, id: string) =>
  stet.context.db
    .selectFrom('decision')
    .innerJoin('comment', 'comment.uid', 'decision.comment_uid')
    .select(['decision.revision', 'verdict', 'missing', 'reasons'])
    .where('comment.id', '=', id)
    .orderBy('decision.id')
    .execute()

async function stetCommand(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const env = { PATH: process.env.PATH, DATABASE_URL: databaseUrl, REDIS_URL: redis.url }
  return run(process.execPath, ['dist/main.js', ...args], { env })
}

it('loses nothing when the database cuts every connection in the middle of the work', async () => {
  const stet = await start({ workers: true })
  const ids = Array.from({ length: 40 }, (_, n) => `c-${n}`)
  const { status } = await stet.call('POST', '/v1/comments/batch', { body: ids.map((id) => comment(id)) })
  expect(status).toBe(202)
  // Again and again, as long as there is work: the first cut may fall between two queries.
  await until('every comment is decided', async () => {
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`
      .execute(stet.context.db)
      .catch(() => undefined)
    const { rows } = await sql<{
      left: string
    }>`select count(*) as left from comment where status = 'pending'`
      .execute(stet.context.db)
      .catch(() => ({ rows: [] }))
    return rows[0]?.left === '0'
  })
  for (const id of ids) {
    const decisions = await decisionsOn(stet, id)
    expect(decisions.filter(({ verdict, missing }) => verdict === 'publish' && missing.length > 0)).toEqual(
      [],
    )
    expect(decisions.filter(({ missing }) => missing.length === 0).length).toBeLessThanOrEqual(1)
    expect((await rowOf(stet, id)).status).toMatch(/^(published|held)$/)
  }
})

it('holds what can never be judged, keeps its job, and judges it when the job is replayed', async () => {
  const producer = await start({ workers: false })
  await send(producer, 'cursed')
  const { db } = producer.context
  // A database in which no published decision can be written: the judging throws each time, and holding does not.
  await sql`create function curse() returns trigger language plpgsql as
    $$ begin if new.verdict = 'publish' then raise exception 'cursed'; end if; return new; end $$`.execute(db)
  await sql`create trigger curse before insert on decision for each row execute function curse()`.execute(db)
  await start({ workers: true })
  await statusIs(producer, 'cursed', 'held')
  const [decision] = await decisionsOn(producer, 'cursed')
  expect(decision).toMatchObject({ verdict: 'hold', missing: ['judgement'] })
  expect(decision?.reasons.map(({ rule }) => rule)).toEqual(['could-not-be-judged'])
  const line = await until('the dead job is listed', async () => (await stetCommand('jobs', 'failed')).stdout)
  const { uid } = await rowOf(producer, 'cursed')
  expect(JSON.parse(line)).toMatchObject({ queue: 'comments', id: `c-${uid}-1`, reason: 'cursed' })

  await sql`drop trigger curse on decision`.execute(db)
  expect((await stetCommand('jobs', 'replay', `c-${uid}-1`)).stderr).toContain('1 will be tried again.')
  await statusIs(producer, 'cursed', 'published')
  expect(await decisionsOn(producer, 'cursed')).toMatchObject([
    { verdict: 'hold' },
    { verdict: 'publish', missing: [] },
  ])
  expect((await stetCommand('jobs', 'failed')).stdout).toBe('')
})

it('does nothing for a stale job, nor for the same job twice', async () => {
  const producer = await start({ workers: false })
  await send(producer, 'edited')
  await send(producer, 'edited', `${text} (edited)`)
  await start({ workers: true })
  await statusIs(producer, 'edited', 'published')
  const { uid } = await rowOf(producer, 'edited')
  const { queues } = producer.context
  const done = () => until('the queue is empty', async () => (await queues.depth('comments')) === 0)
  await done()
  // The queue has forgotten the ids of jobs that are done, so these do run.
  await queues.addComments([
    { uid, revision: 1 },
    { uid, revision: 2 },
  ])
  await done()
  expect(await decisionsOn(producer, 'edited')).toMatchObject([{ revision: 2, verdict: 'publish' }])
})

it('lets an edit that arrives during the judging win, and a verdict during the judging stand', async () => {
  const stet = await start({ workers: false })
  await send(stet, 'edited')
  await judgeWhile(stet, 'edited', () => send(stet, 'edited', `${text} (edited)`))
  expect(await rowOf(stet, 'edited')).toMatchObject({ status: 'pending', revision: 2, decision_id: null })
  expect(await decisionsOn(stet, 'edited')).toEqual([])
  // Two workers with the same job at the same time.
  await judgeWhile(stet, 'edited', () => judgeWhile(stet, 'edited', async () => undefined))
  expect(await decisionsOn(stet, 'edited')).toHaveLength(1)
})
