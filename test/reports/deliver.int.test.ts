import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { takeLostReports } from '../../src/store/sweep.js'
import { aComment } from '../helpers/comments.js'
import { type Receiver, receiveReports } from '../helpers/receiver.js'
import { freePort } from '../helpers/redis.js'
import { type Outbox, secret, startOutbox } from './outbox.js'

let outbox: Outbox
let receiver: Receiver
let round = 0
beforeAll(async () => {
  outbox = await startOutbox()
})
afterAll(() => outbox?.stet.stop())
beforeEach(async () => {
  round += 1
  outbox.outcomes.length = 0
  receiver = await receiveReports(secret)
})

const servers: Server[] = []
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

describe('a report', () => {
  it('is signed, says what was decided, and is sent once', async () => {
    const id = await outbox.aReport(receiver.url, `c-${round}`)
    await outbox.attempt(id)
    await outbox.attempt(id)
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
    expect(await outbox.rowOf(id)).toMatchObject({ state: 'delivered', attempts: 0, last_error: null })
    expect(outbox.outcomes).toEqual(['delivered'])
  })

  it('says what was decided on its revision, whatever came later', async () => {
    const id = await outbox.aReport(receiver.url, `c-${round}`)
    await outbox.stet.call('POST', '/v1/comments', {
      body: aComment(`c-${round}`, { body: 'I meant June.' }),
    })
    await outbox.attempt(id)
    expect(receiver.reports[0]?.data).toMatchObject({
      comment: { revision: 1, status: 'published' },
      decision: { verdict: 'publish' },
    })
    expect(JSON.stringify(receiver.reports)).not.toContain('June')
  })

  it.each([500, 503, 404, 401, 400, 429])('is sent again with the same id after a %i', async (status) => {
    const id = await outbox.aReport(receiver.url, `c-${round}`)
    receiver.answer = { status }
    await outbox.attempt(id)
    const failed = await outbox.rowOf(id)
    expect(failed).toMatchObject({ state: 'pending', attempts: 1, last_error: `answered ${status}` })
    expect(failed.due_at.getTime()).toBeGreaterThan(Date.now())
    expect(await takeLostReports(outbox.db)).not.toContainEqual({ report: id, attempt: 1 })

    receiver.answer = { status: 204 }
    await outbox.attempt(id, 1) // before it is due
    expect(receiver.reports).toHaveLength(1)
    await outbox.makeDue(id)
    expect(await takeLostReports(outbox.db)).toContainEqual({ report: id, attempt: 1 })
    await outbox.attempt(id, 0) // an old job for the attempt that was made
    expect(receiver.reports).toHaveLength(1)
    await outbox.attempt(id, 1)
    expect(receiver.reports.map(({ webhookId }) => webhookId)).toEqual([id, id])
    expect(await outbox.rowOf(id)).toMatchObject({ state: 'delivered', last_error: null })
    expect(outbox.outcomes).toEqual(['failed', 'delivered'])
  })

  it('is not sent to where a redirect leads', async () => {
    const elsewhere = await receiveReports(secret)
    const id = await outbox.aReport(receiver.url, `c-${round}`)
    for (const [number, status] of [301, 302, 307, 308].entries()) {
      receiver.answer = { status, headers: { location: elsewhere.url } }
      await outbox.makeDue(id)
      await outbox.attempt(id, number)
      expect(await outbox.rowOf(id)).toMatchObject({ attempts: number + 1, last_error: `answered ${status}` })
    }
    expect(elsewhere.reports).toEqual([])
    await elsewhere.stop()
  })

  it('is sent again when the receiver hangs, and not when only the rest of its answer does', async () => {
    const hanging = await outbox.aReport(await serve(() => undefined), `hang-${round}`)
    await outbox.attempt(hanging)
    expect(await outbox.rowOf(hanging)).toMatchObject({ state: 'pending', attempts: 1 })
    expect((await outbox.rowOf(hanging)).last_error).toMatch(/timeout/i)
    const slow = await outbox.aReport(
      await serve((_request, response) => void response.writeHead(200).write('a')),
      `slow-${round}`,
    )
    await outbox.attempt(slow)
    expect((await outbox.rowOf(slow)).state).toBe('delivered')
  })

  it.each(['127.0.0.1', 'localhost'])(
    'is sent again when nobody listens on %s, which is said',
    async (host) => {
      const id = await outbox.aReport(`http://${host}:${await freePort()}/`, `c-${round}`)
      await outbox.attempt(id)
      expect(await outbox.rowOf(id)).toMatchObject({ state: 'pending', attempts: 1 })
      expect((await outbox.rowOf(id)).last_error).toContain('ECONNREFUSED')
    },
  )

  it('is sent again when the connection breaks', async () => {
    const id = await outbox.aReport(await serve((request) => void request.socket.destroy()), `c-${round}`)
    await outbox.attempt(id)
    expect((await outbox.rowOf(id)).last_error).not.toBe('')
  })

  it('waits when there is no secret to sign it with', async () => {
    const id = await outbox.aReport(receiver.url, `c-${round}`)
    await outbox.attempt(id, 0, { secret: undefined })
    expect(receiver.reports).toEqual([])
    expect((await outbox.rowOf(id)).last_error).toContain('STET_REPORT_SECRET')
  })

  it('is not believed when another secret has signed it', async () => {
    const id = await outbox.aReport(receiver.url, `c-${round}`)
    await outbox.attempt(id, 0, { secret: `whsec_${Buffer.alloc(32).toString('base64')}` })
    expect([receiver.badlySigned, receiver.reports.length]).toEqual([1, 0])
    expect((await outbox.rowOf(id)).last_error).toBe('answered 401')
  })

  it('is sent again, with the same id, when Stet died before it knew of the answer', async () => {
    const id = await outbox.aReport(receiver.url, `c-${round}`)
    await sql`
      create function die() returns trigger language plpgsql as $$ begin raise exception 'died'; end $$;
      create trigger die before update on report for each row when (new.state = 'delivered') execute function die();
      `.execute(outbox.db)
    await expect(outbox.attempt(id)).rejects.toThrow('died')
    await sql`drop trigger die on report; drop function die`.execute(outbox.db)
    expect(await outbox.rowOf(id)).toMatchObject({ state: 'pending', attempts: 0 })
    await outbox.attempt(id)
    expect(receiver.reports.map(({ webhookId }) => webhookId)).toEqual([id, id])
    expect((await outbox.rowOf(id)).state).toBe('delivered')
  })
})
