import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addEvents, forgetOldEvents } from '../../src/store/events.js'
import { aComment, judgeAs, type SeenProblem, send } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { deskAs } from '../helpers/desk-as.js'
import { askForEvents, type Listening, listenAt, listenFromNow, useStreams } from '../helpers/events.js'
import { signedIn } from '../helpers/signed-in.js'
import { moderatorToken, siteKey, startStet, type TestStet } from '../helpers/stet.js'
import { until } from '../helpers/until.js'

let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
})
afterAll(() => stet?.stop())

const { listen, listening } = useStreams(() => stet)
const lease = (comment: string) => ({ type: 'lease' as const, data: { comment, moderator: 'ann' } })
const tell = (comment: string) => addEvents(stet.context.db, 'default', [lease(comment)])
const leases = ({ heard }: Listening) =>
  heard.filter(({ event }) => event === 'lease').map(({ data }) => data.comment)
const decide = (id: string, verdict = 'publish') =>
  stet.call<{ id: string }>('POST', `/v1/comments/${id}/decisions`, {
    key: moderatorToken,
    headers: { 'stet-moderator': 'bob' },
    body: { verdict, onRevision: 1 },
  })

describe('the stream of events', () => {
  it('is what a browser takes for one, and no proxy keeps back', async () => {
    const one = await listening()
    expect(one.status).toBe(200)
    expect(one.headers['content-type']).toBe('text/event-stream; charset=utf-8')
    expect(one.headers['cache-control']).toContain('no-cache')
    expect(one.headers['x-accel-buffering']).toBe('no')
  })

  it('tells what becomes of a comment: held, leased, decided, edited, erased; and no word of it', async () => {
    const one = await listening()
    await send(stet, aComment('c-1', { body: 'A secret word, heliotrope.' }))
    await judgeAs(stet, 'c-1', 'hold')
    await one.hears('decision', { comment: 'c-1', verdict: 'hold', by: null })
    await one.hears('comment', { id: 'c-1', revision: 1, status: 'held' })
    await stet.call('POST', '/v1/queue/claim', { key: moderatorToken, body: { count: 1 } })
    await one.hears('lease', { comment: 'c-1', moderator: 'moderator' })
    const decided = await decide('c-1')
    const heard = await one.hears('decision', { comment: 'c-1', verdict: 'publish', by: 'bob' })
    expect(heard.data.decision).toBe(decided.body.id)
    await stet.call('POST', '/v1/comments', { body: aComment('c-1', { body: 'Another, heliotrope.' }) })
    await one.hears('comment', { id: 'c-1', revision: 2, status: 'pending' })
    await stet.call('DELETE', '/v1/comments/c-1')
    await one.hears('comment', { id: 'c-1', revision: 2, status: 'erased' })
    expect(one.heard.filter(({ event }) => event === 'comment')).toHaveLength(3)
    expect(JSON.stringify(one.heard)).not.toContain('heliotrope')
  })

  it('does not tell of what was undone before it was committed', async () => {
    const one = await listening()
    await stet.context.db
      .transaction()
      .execute(async (tx) => {
        await addEvents(tx, 'default', [lease('undone')])
        throw new Error('undone')
      })
      .catch(() => undefined)
    await tell('done')
    await one.hears('lease', { comment: 'done' })
    expect(leases(one)).toEqual(['done'])
  })

  it('goes on where it was cut, with nothing lost and nothing twice', async () => {
    const first = await listening()
    await tell('before-1')
    await tell('before-2')
    await first.hears('lease', { comment: 'before-2' })
    first.close()
    for (let n = 0; n < 450; n += 1) await tell(`while-${n}`)
    const second = await listen({ lastId: first.lastId() })
    await tell('after')
    await second.hears('lease', { comment: 'after' })
    expect(leases(second)).toEqual([...Array.from({ length: 450 }, (_, n) => `while-${n}`), 'after'])
    expect(second.heard.some(({ event }) => event === 'missed')).toBe(false)
  })

  it('goes on after a cut in the middle of what it sends, and before the first event', async () => {
    const first = await listening()
    const place = first.lastId()
    first.close()
    for (let n = 0; n < 20; n += 1) await tell(`m-${n}`)
    const second = await listen({ lastId: place })
    const half = await second.hears('lease', { comment: 'm-9' })
    second.close()
    const third = await listen({ lastId: half.id })
    await third.hears('lease', { comment: 'm-19' })
    expect(leases(third)).toEqual(Array.from({ length: 10 }, (_, n) => `m-${n + 10}`))
  })

  it('passes over nothing that was begun first and committed last', async () => {
    const one = await listening()
    const { db } = stet.context
    const slow = await db.startTransaction().execute()
    await addEvents(slow, 'default', [lease('slow')])
    await tell('quick')
    // Long enough for several looks.
    await until('the quick one is there', async () => {
      const row = await db
        .selectFrom('event')
        .select('id')
        .where(sql<boolean>`data->>'comment' = 'quick' and at < now() - interval '1 second'`)
        .executeTakeFirst()
      return row !== undefined
    })
    expect(leases(one)).toEqual([])
    await slow.commit().execute()
    await one.hears('lease', { comment: 'quick' })
    expect(leases(one)).toEqual(['slow', 'quick'])
  })

  it('tells each of many listeners the same, in the same order, while many write', async () => {
    const all = await Promise.all(['ann', 'bob', 'cid'].map((name) => listening({ name })))
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let n = 0; n < 25; n += 1) await tell(`w-${writer}-${n}`)
    })
    await Promise.all(writers)
    await tell('last')
    for (const one of all) await one.hears('lease', { comment: 'last' })
    const [first = [], ...others] = all.map(leases)
    expect(first).toHaveLength(201)
    expect(new Set(first).size).toBe(201)
    for (const other of others) expect(other).toEqual(first)
    for (let writer = 0; writer < 8; writer += 1)
      expect(first.filter((comment) => String(comment).startsWith(`w-${writer}-`))).toEqual(
        Array.from({ length: 25 }, (_, n) => `w-${writer}-${n}`),
      )
  })

  it.each([
    ['is of before what is kept', '1.1.1'],
    ['is of another database', `${'9'.repeat(18)}.0.${Math.floor(Date.now() / 1_000)}`],
  ])('says that something was missed when the last id %s, and goes on', async (_, lastId) => {
    const one = await listen({ lastId })
    await one.hears('missed')
    await until('the stream has a place', () => one.lastId())
    await tell('next')
    await one.hears('lease', { comment: 'next' })
    expect(leases(one)).toEqual(['next'])
  })

  it.each(['x', '1', '1.2', '1.2.3.4', "1.2.3'", `${'9'.repeat(30)}.1.1`])(
    'refuses the last id %j',
    async (lastId) => {
      const answer = await stet.call<SeenProblem>('GET', '/v1/events', {
        key: moderatorToken,
        headers: { 'last-event-id': lastId },
      })
      expect(answer.status).toBe(400)
      expect(answer.body.errors?.[0]?.pointer).toBe('/last-event-id')
    },
  )

  it.each([
    ['nobody', 'not-a-key', 401],
    ['a site', siteKey, 403],
  ])('is not for %s', async (_, key, status) => {
    expect((await stet.call('GET', '/v1/events', { key })).status).toBe(status)
  })

  it('forgets what is older than a day', async () => {
    const { db } = stet.context
    await sql`insert into event (site, type, data, at)
      select 'default', 'lease', '{}', now() - interval '25 hours' from generate_series(1, 20)`.execute(db)
    await tell('fresh')
    await forgetOldEvents(db)
    const rows = await db
      .selectFrom('event')
      .select('data')
      .where('at', '<', sql<Date>`now() - interval '1 hour'`)
      .execute()
    expect(rows).toEqual([])
    expect(await db.selectFrom('event').select('id').limit(1).execute()).toHaveLength(1)
  })
})

describe('a session that ends', () => {
  it('ends its streams', async () => {
    const desk = await deskAs(stet, 'viewer', 'vera')
    const one = await listenAt(desk)
    await one.hears('presence')
    desk.signOut()
    await until('the stream is over', () => one.isOver())
    await desk.stop()
  })

  it('ends them by signing out, at its hour, and with its person, though a stream was open all the time', async () => {
    const { db } = stet.context
    const people = await Promise.all(['sina', 'tom', 'ute'].map((name) => signedIn(stet, name, 'viewer')))
    const streams = await Promise.all(people.map((one) => listening({ cookie: one.cookieHeader() })))
    await people[0]?.call('POST', '/api/auth/sign-out', {})
    const tom = db.selectFrom('person').select('id').where('name', '=', 'tom')
    await db.updateTable('session').set({ expires_at: new Date() }).where('person_id', '=', tom).execute()
    await db.updateTable('person').set({ disabled_at: new Date() }).where('name', '=', 'ute').execute()
    for (const one of streams) await until('the stream is over', () => one.isOver())
  })
})

describe('a server that stops', () => {
  it('ends its streams, and does not wait for one whose client no longer reads', async () => {
    const other = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
    const one = await listenFromNow(other)
    const silent = await askForEvents(other)
    const { db } = other.context
    const many = Array.from({ length: 200 }, (_, n) => lease(`${n} ${'x'.repeat(2_000)}`))
    for (let n = 0; n < 40; n += 1) await addEvents(db, 'default', many)
    await addEvents(db, 'default', [lease('last')])
    await one.hears('lease', { comment: 'last' })
    await other.stop()
    await until('the stream is over', () => one.isOver())
    silent.destroy()
  })
})
