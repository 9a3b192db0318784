import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { statusAfter } from '../../../src/domain/verdict.js'
import { aComment, judgeAs, send } from '../../helpers/comments.js'
import { freshDatabase } from '../../helpers/database.js'
import { startRedis, type TestRedis } from '../../helpers/redis.js'
import { moderatorToken, startStet, type TestStet } from '../../helpers/stet.js'
import { until } from '../../helpers/until.js'
import { type Client, createClient } from './client.js'
import { type Desks, openDesks } from './desks.js'
import { doubleLeases, readStory, replayStory } from './story.js'
import { createTime } from './time.js'

const commentCount = 200
const clientCount = 8
const killCount = 4

let redis: TestRedis
let stet: TestStet
let desks: Desks
let clients: Client[]

const heldCount = async () => {
  const row = await stet.context.db
    .selectFrom('comment')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('status', '=', 'held')
    .executeTakeFirstOrThrow()
  return row.count
}

/** Replaces a process each time that another fifth is decided. */
async function killNowAndThen(isOver: () => boolean): Promise<void> {
  for (let kill = 1; kill <= killCount; kill += 1) {
    const left = commentCount * (1 - kill / (killCount + 1))
    await until('another fifth', async () => (await heldCount()) <= left || isOver())
    await desks.replaceOne()
  }
}

beforeAll(async () => {
  redis = await startRedis()
  const env = {
    DATABASE_URL: await freshDatabase(),
    REDIS_URL: redis.url,
    STET_REPORT_URL: 'http://127.0.0.1:9/nobody',
    STET_REPORT_SECRET: `whsec_${Buffer.alloc(32).toString('base64')}`,
  }
  stet = await startStet(env, { workers: false })
  for (let index = 0; index < commentCount; index += 1) {
    const id = `c-${index}`
    await send(stet, aComment(id, { author: { id: `a-${index % 30}` }, article: { id: `n-${index % 12}` } }))
    await judgeAs(stet, id, 'hold', { toxic: (index % 50) / 50 })
  }
  desks = await openDesks(env)
  const time = createTime(stet.context.db)
  clients = Array.from({ length: clientCount }, (_, index) =>
    createClient(`m-${index}`, index + 1, desks, time),
  )
  let over = false
  const working = Promise.all(clients.map(({ work }) => work())).finally(() => {
    over = true
  })
  await Promise.all([working, killNowAndThen(() => over)])
  // What a client undid last, while others had gone already.
  while ((await heldCount()) > 0) await clients[0]?.work()
})
afterAll(async () => {
  await desks?.close()
  await stet?.stop()
  await redis?.stop()
})

it('each comment ends decided by a moderator', async () => {
  const rows = await stet.context.db
    .selectFrom('comment')
    .innerJoin('decision', 'decision.id', 'comment.decision_id')
    .select(['comment.status', 'decision.by_kind', 'decision.verdict', 'decision.undoes'])
    .execute()
  expect(rows).toHaveLength(commentCount)
  for (const { status, by_kind, verdict, undoes } of rows)
    expect([by_kind, undoes, status]).toEqual([
      'moderator',
      null,
      verdict === 'publish' ? 'published' : 'rejected',
    ])
})

it('the audit, replayed, is the state: each comment decided once, and what was undone gone', async () => {
  const { told, faults } = replayStory(await readStory(stet.context.db))
  expect(faults).toEqual([])
  const rows = await stet.context.db.selectFrom('comment').select(['id', 'status', 'decision_id']).execute()
  expect(told.size).toBe(commentCount)
  for (const { id, status, decision_id } of rows) {
    const { decision, verdict, standing } = told.get(id) ?? { decision: '', verdict: 'hold', standing: 0 }
    expect([id, decision, statusAfter(verdict as 'publish'), standing]).toEqual([id, decision_id, status, 1])
  }
})

it('the audit has every decision and every answer that a client had, and no more than was asked for', async () => {
  const story = await readStory(stet.context.db)
  const made = await stet.context.db
    .selectFrom('decision')
    .select('id')
    .where('by_kind', '=', 'moderator')
    .execute()
  expect(story.map(({ decision }) => decision).sort()).toEqual(made.map(({ id }) => id).sort())
  for (const { name, memory } of clients) {
    const own = new Set(story.filter(({ actor }) => actor === name).map(({ decision }) => decision))
    const known = [...memory.decided, ...memory.undone]
    expect(known.filter(({ decision }) => !own.has(decision))).toEqual([])
    expect(own.size).toBeLessThanOrEqual(known.length + memory.unknown)
  }
})

it('nobody was given what another had, or what he had skipped within the hour', async () => {
  expect(await doubleLeases(stet.context.db)).toEqual([])
  expect(clients.flatMap(({ memory }) => memory.servedAgain)).toEqual([])
})

it('no request was answered with what it should not be', () => {
  expect(clients.flatMap(({ memory }) => memory.unexpected)).toEqual([])
})

it('it was a shift with everything in it', () => {
  const sum = (of: (client: Client) => number) => clients.reduce((total, client) => total + of(client), 0)
  expect(sum(({ memory }) => memory.undone.length)).toBeGreaterThan(10)
  expect(sum(({ memory }) => memory.unknown)).toBeGreaterThan(20)
  expect(clients.filter(({ memory }) => memory.decided.length > 0)).toHaveLength(clientCount)
})

it('what is told outside at the end is what stands', async () => {
  const { rows } = await sql<{ id: string; last: string; status: string }>`
    select comment.id, comment.status, (
      select type from report where comment_uid = comment.uid and state <> 'cancelled'
      order by decision_id desc limit 1) as last
    from comment`.execute(stet.context.db)
  expect(rows.filter(({ last, status }) => last !== `comment.${status}`)).toEqual([])
})

it('the counts equal the rows', async () => {
  const counted = await stet.context.db
    .selectFrom('comment')
    .select(['status', sql<number>`count(*)::int`.as('count')])
    .groupBy('status')
    .execute()
  const { body } = await stet.call<{ comments: Record<string, number> }>('GET', '/v1/stats', {
    key: moderatorToken,
  })
  for (const { status, count } of counted) {
    expect(body.comments[status]).toBe(count)
    const queue = await stet.call(`GET`, `/v1/queue/count?status=${status}`, { key: moderatorToken })
    expect(queue.body).toEqual({ count })
  }
  expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(commentCount)
  const records = await stet.call<{ counts: Record<string, number> }>('GET', '/v1/authors/a-1/record', {
    key: moderatorToken,
  })
  expect(Object.values(records.body.counts).reduce((sum, count) => sum + count, 0)).toBe(7)
})
