import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deliver } from '../../src/reports/deliver.js'
import { retryDelayMs } from '../../src/reports/schedule.js'
import { failedReports, replayReports } from '../../src/store/reports.js'
import { takeLostReports } from '../../src/store/sweep.js'
import { aComment, judgeAs, send } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { type Receiver, receiveReports } from '../helpers/receiver.js'
import { freePort } from '../helpers/redis.js'
import { startStet, type TestStet } from '../helpers/stet.js'

const secret = `whsec_${Buffer.from('a secret of the tests, thirty-two').toString('base64')}`
const lastAttempt = Array.from({ length: 100 }, (_, n) => n).find((n) => retryDelayMs(n) === undefined) ?? 0

let stet: TestStet
let receiver: Receiver
let outcomes: string[] = []
let round = 0
const servers: Server[] = []

beforeAll(async () => {
  stet = await startStet(
    {
      DATABASE_URL: await freshDatabase(),
      STET_REPORT_URL: 'http://127.0.0.1:9/replaced',
      STET_REPORT_SECRET: secret,
    },
    { workers: false },
  )
})
afterAll(() => stet?.stop())
beforeEach(async () => {
  round += 1
  outcomes = []
  receiver = await receiveReports(secret)
})
afterEach(async () => {
  await receiver.stop()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`
}

const db = () => stet.context.db
const rowOf = (id: string) =>
  db().selectFrom('report').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const makeDue = (id: string) =>
  db()
    .updateTable('report')
    .set({ due_at: new Date(Date.now() - 1) })
    .where('id', '=', id)
    .execute()
const attempt = (report: string, number = 0, parts: { secret?: string | undefined } = { secret }) =>
  deliver(
    {
      db: db(),
      logger: stet.context.logger,
      onDelivery: (outcome) => outcomes.push(outcome),
      timeoutMs: 300,
      secret: parts.secret,
    },
    { report, attempt: number },
  )

/** A comment decided on, and the id of the report about it, which goes to this endpoint. */
async function aReport(endpoint = receiver.url, comment = `c-${round}`): Promise<string> {
  await send(stet, aComment(comment))
  await judgeAs(stet, comment, 'publish')
  const { id } = await db()
    .selectFrom('report')
    .select('id')
    .where('endpoint', '=', 'http://127.0.0.1:9/replaced')
    .executeTakeFirstOrThrow()
  await db().updateTable('report').set({ endpoint }).where('id', '=', id).execute()
  return id
}

describe('a report', () => {
  it('is signed, says what was decided, and is sent once', async () => {
    const id = await aReport()
    await attempt(id)
    await attempt(id)
    expect(receiver.badlySigned).toBe(0)
    expect(receiver.reports).toEqual([
      {
        webhookId: id,
        type: 'comment.published',
        timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
        data: {
          comment: {
            id: `c-${round}`,
            revision: 1,
            status: 'published',
            article: { id: 'n-1', url: null, title: null, section: null },
            author: { id: 'a-1', name: null, joinedAt: null, role: 'reader' },
          },
          decision: expect.objectContaining({ verdict: 'publish', by: { kind: 'machine' }, missing: [] }),
        },
      },
    ])
    expect(await rowOf(id)).toMatchObject({ state: 'delivered', attempts: 0, last_error: null })
    expect(outcomes).toEqual(['delivered'])
  })

  it('says what was decided on its revision, whatever came later', async () => {
    const id = await aReport()
    await stet.call('POST', '/v1/comments', { body: aComment(`c-${round}`, { body: 'I meant June.' }) })
    await attempt(id)
    expect(receiver.reports[0]?.data).toMatchObject({
      comment: { revision: 1, status: 'published' },
      decision: { verdict: 'publish' },
    })
    expect(JSON.stringify(receiver.reports)).not.toContain('June')
  })

  it.each([500, 503, 404, 401, 400, 429])('is sent again with the same id after a %i', async (status) => {
    const id = await aReport()
    receiver.answer = { status }
    await attempt(id)
    const failed = await rowOf(id)
    expect(failed).toMatchObject({ state: 'pending', attempts: 1, last_error: `answered ${status}` })
    expect(failed.due_at.getTime()).toBeGreaterThan(Date.now())
    expect(await takeLostReports(db())).not.toContainEqual({ report: id, attempt: 1 })

    receiver.answer = { status: 204 }
    await makeDue(id)
    expect(await takeLostReports(db())).toContainEqual({ report: id, attempt: 1 })
    await attempt(id, 0) // an old job for the attempt that was made
    expect(receiver.reports).toHaveLength(1)
    await attempt(id, 1)
    expect(receiver.reports.map(({ webhookId }) => webhookId)).toEqual([id, id])
    expect(await rowOf(id)).toMatchObject({ state: 'delivered', last_error: null })
    expect(outcomes).toEqual(['failed', 'delivered'])
  })

  it('is not sent to where a redirect leads', async () => {
    const elsewhere = await receiveReports(secret)
    const id = await aReport()
    for (const [number, status] of [301, 302, 307, 308].entries()) {
      receiver.answer = { status, headers: { location: elsewhere.url } }
      await attempt(id, number)
      expect(await rowOf(id)).toMatchObject({ attempts: number + 1, last_error: `answered ${status}` })
    }
    expect(elsewhere.reports).toEqual([])
    await elsewhere.stop()
  })

  it('is sent again when the receiver hangs, and not when only the rest of its answer does', async () => {
    const hanging = await aReport(await serve(() => undefined), `hang-${round}`)
    await attempt(hanging)
    expect(await rowOf(hanging)).toMatchObject({ state: 'pending', attempts: 1 })
    expect((await rowOf(hanging)).last_error).toMatch(/timeout/i)
    const slow = await aReport(
      await serve((_request, response) => void response.writeHead(200).write('a')),
      `slow-${round}`,
    )
    await attempt(slow)
    expect((await rowOf(slow)).state).toBe('delivered')
  })

  it.each(['127.0.0.1', 'localhost'])(
    'is sent again when nobody listens on %s, which is said',
    async (host) => {
      const id = await aReport(`http://${host}:${await freePort()}/`)
      await attempt(id)
      expect(await rowOf(id)).toMatchObject({ state: 'pending', attempts: 1 })
      expect((await rowOf(id)).last_error).toContain('ECONNREFUSED')
    },
  )

  it('is sent again when the connection breaks', async () => {
    const id = await aReport(await serve((request) => void request.socket.destroy()))
    await attempt(id)
    expect((await rowOf(id)).last_error).not.toBe('')
  })

  it('waits when there is no secret to sign it with', async () => {
    const id = await aReport()
    await attempt(id, 0, { secret: undefined })
    expect(receiver.reports).toEqual([])
    expect((await rowOf(id)).last_error).toContain('STET_REPORT_SECRET')
  })

  it('is not believed when another secret has signed it', async () => {
    const id = await aReport()
    await attempt(id, 0, { secret: `whsec_${Buffer.alloc(32).toString('base64')}` })
    expect([receiver.badlySigned, receiver.reports.length]).toEqual([1, 0])
    expect((await rowOf(id)).last_error).toBe('answered 401')
  })

  it('is sent again, with the same id, when Stet died before it knew of the answer', async () => {
    const id = await aReport()
    await sql`
      create function die() returns trigger language plpgsql as $$ begin raise exception 'died'; end $$;
      create trigger die before update on report for each row when (new.state = 'delivered') execute function die();
      `.execute(db())
    await expect(attempt(id)).rejects.toThrow('died')
    await sql`drop trigger die on report; drop function die`.execute(db())
    expect(await rowOf(id)).toMatchObject({ state: 'pending', attempts: 0 })
    await attempt(id)
    expect(receiver.reports.map(({ webhookId }) => webhookId)).toEqual([id, id])
    expect((await rowOf(id)).state).toBe('delivered')
  })
})

describe('a report that is given up', () => {
  it('after its last attempt is kept, listed, and can be replayed with the same id', async () => {
    const id = await aReport()
    receiver.answer = { status: 500 }
    await db().updateTable('report').set({ attempts: lastAttempt }).where('id', '=', id).execute()
    await attempt(id, lastAttempt)
    expect(await rowOf(id)).toMatchObject({ state: 'failed', attempts: lastAttempt + 1 })
    expect(await failedReports(db())).toContainEqual(
      expect.objectContaining({ id, type: 'comment.published', last_error: 'answered 500' }),
    )
    await attempt(id, lastAttempt + 1)
    expect(receiver.reports).toHaveLength(1)

    expect(await replayReports(db(), ['no-such-report'])).toBe(0)
    expect(await replayReports(db(), [id])).toBe(1)
    receiver.answer = { status: 200 }
    expect(await takeLostReports(db())).toContainEqual({ report: id, attempt: 0 })
    await attempt(id)
    expect(receiver.reports.map(({ webhookId }) => webhookId)).toEqual([id, id])
    expect((await rowOf(id)).state).toBe('delivered')
  })

  it('at a 410 stops its endpoint, and no other, until it is replayed', async () => {
    const other = await receiveReports(secret)
    const gone = await aReport(receiver.url, `gone-${round}`)
    const next = await aReport(receiver.url, `next-${round}`)
    const elsewhere = await aReport(other.url, `elsewhere-${round}`)
    receiver.answer = { status: 410 }
    await attempt(gone)
    expect((await rowOf(gone)).state).toBe('failed')
    receiver.answer = { status: 204 }
    await attempt(next)
    await attempt(elsewhere)
    expect(receiver.reports.map(({ webhookId }) => webhookId)).toEqual([gone])
    expect(other.reports.map(({ webhookId }) => webhookId)).toEqual([elsewhere])
    await sql`update report set enqueued_at = 'epoch' where state = 'pending'`.execute(db())
    expect((await takeLostReports(db())).map(({ report }) => report)).not.toContain(next)

    // To replay another's reports is no reason to go on here.
    await replayReports(db(), ['no-such-report'])
    await attempt(next)
    expect(receiver.reports).toHaveLength(1)
    await replayReports(db(), [gone])
    await sql`update report set enqueued_at = 'epoch' where state = 'pending'`.execute(db())
    expect((await takeLostReports(db())).map(({ report }) => report)).toEqual(
      expect.arrayContaining([gone, next]),
    )
    await attempt(gone)
    await attempt(next)
    expect(receiver.reports.map(({ webhookId }) => webhookId)).toEqual([gone, gone, next])
    await other.stop()
  })
})
