import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { retryDelayMs } from '../../src/reports/schedule.js'
import { failedReports, replayReports } from '../../src/store/reports.js'
import { takeLostReports } from '../../src/store/sweep.js'
import { type Receiver, receiveReports } from '../helpers/receiver.js'
import { type Outbox, secret, startOutbox } from './outbox.js'

const lastAttempt = Array.from({ length: 100 }, (_, n) => n).find((n) => retryDelayMs(n) === undefined) ?? 0

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
afterEach(() => receiver.stop())

describe('a report that is given up', () => {
  it('after its last attempt is kept, listed, and can be replayed with the same id', async () => {
    const id = await outbox.aReport(receiver.url, `c-${round}`)
    receiver.answer = { status: 500 }
    await outbox.db.updateTable('report').set({ attempts: lastAttempt }).where('id', '=', id).execute()
    await outbox.attempt(id, lastAttempt)
    expect(await outbox.rowOf(id)).toMatchObject({ state: 'failed', attempts: lastAttempt + 1 })
    expect(await failedReports(outbox.db)).toContainEqual(
      expect.objectContaining({ id, type: 'comment.published', last_error: 'answered 500' }),
    )
    await outbox.attempt(id, lastAttempt + 1)
    expect(receiver.reports).toHaveLength(1)

    expect(await replayReports(outbox.db, ['no-such-report'])).toBe(0)
    expect(await replayReports(outbox.db, [id])).toBe(1)
    receiver.answer = { status: 200 }
    expect(await takeLostReports(outbox.db)).toContainEqual({ report: id, attempt: 0 })
    await outbox.attempt(id)
    expect(receiver.reports.map(({ webhookId }) => webhookId)).toEqual([id, id])
    expect((await outbox.rowOf(id)).state).toBe('delivered')
  })

  it('at a 410 stops its endpoint, and no other, until it is replayed', async () => {
    const other = await receiveReports(secret)
    const gone = await outbox.aReport(receiver.url, `gone-${round}`)
    const next = await outbox.aReport(receiver.url, `next-${round}`)
    const elsewhere = await outbox.aReport(other.url, `elsewhere-${round}`)
    receiver.answer = { status: 410 }
    await outbox.attempt(gone)
    expect((await outbox.rowOf(gone)).state).toBe('failed')
    receiver.answer = { status: 204 }
    await outbox.attempt(next)
    await outbox.attempt(elsewhere)
    expect(receiver.reports.map(({ webhookId }) => webhookId)).toEqual([gone])
    expect(other.reports.map(({ webhookId }) => webhookId)).toEqual([elsewhere])
    await sql`update report set enqueued_at = 'epoch' where state = 'pending'`.execute(outbox.db)
    expect((await takeLostReports(outbox.db)).map(({ report }) => report)).not.toContain(next)

    // To replay another's reports is no reason to go on here.
    await replayReports(outbox.db, ['no-such-report'])
    await outbox.attempt(next)
    expect(receiver.reports).toHaveLength(1)
    await replayReports(outbox.db, [gone])
    await sql`update report set enqueued_at = 'epoch' where state = 'pending'`.execute(outbox.db)
    expect((await takeLostReports(outbox.db)).map(({ report }) => report)).toEqual(
      expect.arrayContaining([gone, next]),
    )
    await outbox.attempt(gone)
    await outbox.attempt(next)
    expect(receiver.reports.map(({ webhookId }) => webhookId)).toEqual([gone, gone, next])
    await other.stop()
  })
})
