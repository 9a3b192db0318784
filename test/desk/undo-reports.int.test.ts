import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { moderatorsDecision } from '../../src/desk/decide.js'
import { startReporting } from '../../src/reports/run.js'
import { findComment } from '../../src/store/comments.js'
import { recordDecision } from '../../src/store/decide.js'
import { takeLostReports } from '../../src/store/sweep.js'
import { aComment, judgeAs, send } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { type People, peopleAt } from '../helpers/people.js'
import { type Receiver, receiveReports } from '../helpers/receiver.js'
import { startRedis, type TestRedis } from '../helpers/redis.js'
import { startStet, type TestStet } from '../helpers/stet.js'
import { until } from '../helpers/until.js'

const secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`

let receiver: Receiver
beforeAll(async () => {
  receiver = await receiveReports(secret)
})
afterAll(() => receiver?.stop())

describe.each(['postgres', 'redis'])('with the queue on %s, the report of a moderator’s decision', (kind) => {
  let redis: TestRedis | undefined
  let here: TestStet
  let desk: People
  let reporting: ReturnType<typeof startReporting>
  beforeAll(async () => {
    redis = kind === 'redis' ? await startRedis() : undefined
    here = await startStet(
      {
        DATABASE_URL: await freshDatabase(),
        STET_REPORT_URL: receiver.url,
        STET_REPORT_SECRET: secret,
        ...(redis && { REDIS_URL: redis.url }),
      },
      { workers: false },
    )
    desk = await peopleAt(here, 1_500)
    const { db, logger, backend } = here.context
    reporting = startReporting({ db, logger, backend, secret, onDelivery: () => undefined })
  })
  afterAll(async () => {
    await reporting?.stop()
    await desk?.stop()
    await here?.stop()
    await redis?.stop()
  })
  const heard = () => receiver.reports.map(({ data }) => `${data.comment.id} ${data.comment.status}`)
  const reported = (state: string) =>
    here.context.db
      .selectFrom('report')
      .select('id')
      .where('state', '=', state as 'pending')
      .execute()

  it('waits its time, comes by its job and not by the sweep before, and never when it was undone', async () => {
    const [kept, taken] = [`${kind}-kept`, `${kind}-taken`]
    for (const one of [kept, taken]) {
      await send(here, aComment(one))
      await judgeAs(here, one, 'hold')
    }
    await here.context.db.updateTable('report').set({ state: 'delivered' }).execute()
    await desk.ann.decide(kept, 'publish')
    const { body } = await desk.ann.decide(taken, 'reject')
    expect(await takeLostReports(here.context.db)).toEqual([])
    expect(await here.context.queues.depth('reports')).toBe(2)
    expect((await desk.ann.undo(body.id)).status).toBe(201)
    await until('the report', () => heard().includes(`${kept} published`))
    await until('the end of both jobs', async () => (await here.context.queues.depth('reports')) === 0)
    expect(heard().filter((one) => one.startsWith(kind))).toEqual([`${kept} published`])
    expect(await reported('cancelled')).toHaveLength(1)
    expect(await reported('pending')).toEqual([])
  })

  it('is found by the sweep once it is due, when its job is lost', async () => {
    const id = `${kind}-lost`
    await send(here, aComment(id))
    const row = await findComment(here.context.db, 'default', id)
    if (!row) throw new Error('no comment')
    const decision = moderatorsDecision({ verdict: 'publish' }, 'ann', undefined)
    const outward = { endpoint: receiver.url, delayMs: 300 }
    const { reportIds } = await here.context.db
      .transaction()
      .execute((tx) => recordDecision(tx, row, decision, outward))
    const job = { report: reportIds[0], attempt: 0 }
    await until('its turn', async () => {
      const found = await takeLostReports(here.context.db)
      if (found.length === 0) return false
      expect(found).toEqual([job])
      return true
    })
  })
})
