import { describe, expect, it } from 'vitest'
import { wholeDatabase } from '../helpers/comments.js'
import { useEndpoints } from '../helpers/endpoints.js'
import { type Receiver, receiveReports } from '../helpers/receiver.js'

const here = useEndpoints()
const { endpoints, add, change, deliveries, replay, received, decided, sendDue } = here
const commentsOf = ({ reports }: Receiver) => reports.map(({ data }) => data.comment.id)

describe('an endpoint', () => {
  it('gets every decision from then on beside the configured one, each under an id of its own', async () => {
    const before = await decided()
    const one = await received()
    const other = await received()
    const id = await decided()
    await sendDue()
    expect(commentsOf(one.receiver)).toEqual([id])
    expect(commentsOf(other.receiver)).toEqual([id])
    expect(commentsOf(here.configured).sort()).toEqual([before, id].sort())
    const all = [one.receiver, other.receiver, here.configured].flatMap(({ reports }) => reports)
    expect(new Set(all.map(({ webhookId }) => webhookId)).size).toBe(4)
    expect([one.receiver.badlySigned, other.receiver.badlySigned, here.configured.badlySigned]).toEqual([
      0, 0, 0,
    ])
  })

  it('gets erasures too, and no word of the text', async () => {
    const one = await received()
    const id = await decided()
    await here.stet.call('DELETE', `/v1/comments/${id}`)
    await sendDue()
    expect(one.receiver.reports.map(({ type }) => type).sort()).toEqual([
      'comment.erased',
      'comment.published',
    ])
    expect(JSON.stringify(one.receiver.reports)).not.toContain('bridge')
  })

  it('is listed after the configured one, with what became of its reports, and never with its secret', async () => {
    const one = await received()
    await decided()
    await sendDue()
    await decided()
    const items = await endpoints()
    expect(items.map(({ id }) => id)).toEqual(['configured', one.id])
    expect(items[0]).toMatchObject({
      url: here.configured.url,
      configured: true,
      enabled: true,
      createdAt: null,
    })
    expect(items[1]).toEqual({
      id: one.id,
      url: one.url,
      description: 'A receiver',
      configured: false,
      enabled: true,
      stopped: false,
      createdAt: expect.stringMatching(/Z$/),
      deliveries: { pending: 1, delivered: 1, failed: 0 },
    })
    const answers = [
      await here.admin.call('GET', '/v1/endpoints'),
      await change(one.id, { description: null }),
    ]
    expect(JSON.stringify(answers.map(({ body }) => body))).not.toContain(one.secret)
  })

  it('gets nothing while it is disabled: not the new ones ever, the old ones when it is enabled', async () => {
    const one = await received()
    const waiting = await decided()
    expect((await change(one.id, { enabled: false })).body.enabled).toBe(false)
    await decided()
    await sendDue()
    expect(commentsOf(one.receiver)).toEqual([])
    const [delivery] = (await deliveries(one.id)).items
    expect(await replay(delivery?.id ?? '')).toMatchObject({
      status: 409,
      body: { title: 'The endpoint is disabled' },
    })
    await change(one.id, { enabled: true })
    await sendDue()
    expect(commentsOf(one.receiver)).toEqual([waiting])
  })

  it('that answered 410 is stopped until it is enabled again or something is replayed to it', async () => {
    const one = await received()
    one.receiver.answer = { status: 410 }
    const gone = await decided()
    await sendDue()
    const stoppedNow = async () => (await endpoints()).find(({ id }) => id === one.id)?.stopped
    expect(await stoppedNow()).toBe(true)
    one.receiver.answer = { status: 204 }
    const waiting = await decided()
    await sendDue()
    expect(commentsOf(one.receiver)).toEqual([gone])
    await change(one.id, { enabled: true })
    expect(await stoppedNow()).toBe(false)
    await sendDue()
    expect(commentsOf(one.receiver)).toEqual([gone, waiting])
    const failed = (await deliveries(one.id, '?state=failed')).items
    expect(failed).toMatchObject([{ comment: gone, state: 'failed', lastError: 'answered 410' }])
    expect((await replay(failed[0]?.id ?? '')).status).toBe(204)
    await sendDue()
    expect(commentsOf(one.receiver)).toEqual([gone, waiting, gone])
  })

  it('that moves gets what waited for it at its new address', async () => {
    const one = await received()
    const id = await decided()
    const elsewhere = await receiveReports(one.secret)
    here.receivers.push(elsewhere)
    expect((await change(one.id, { url: elsewhere.url })).body.url).toBe(elsewhere.url)
    await sendDue()
    expect([commentsOf(one.receiver), commentsOf(elsewhere)]).toEqual([[], [id]])
  })

  it('that is removed gets no more, and what was sent to it stays on record', async () => {
    const one = await received()
    await decided()
    await sendDue()
    await decided()
    expect((await here.admin.call('DELETE', `/v1/endpoints/${one.id}`)).status).toBe(204)
    await decided()
    await sendDue()
    expect(one.receiver.reports).toHaveLength(1)
    const rows = await here.stet.context.db
      .selectFrom('report')
      .select('state')
      .where('endpoint', '=', `endpoint:${one.id}`)
      .orderBy('created_at')
      .execute()
    expect(rows.map(({ state }) => state)).toEqual(['delivered', 'cancelled'])
    expect((await change(one.id, { enabled: true })).status).toBe(404)
    expect(await wholeDatabase(here.stet)).not.toContain(one.secret)
  })

  it('is signed with both secrets for a day after they were rotated', async () => {
    const one = await received()
    const { status, body } = await here.admin.call<{ secret: string; formerUntil: string }>(
      'POST',
      `/v1/endpoints/${one.id}/rotate`,
    )
    expect(status).toBe(200)
    expect(body.secret).not.toBe(one.secret)
    const hours = (Date.parse(body.formerUntil) - Date.now()) / 3_600_000
    expect(Math.round(hours)).toBe(24)
    const id = await decided()
    await sendDue()
    expect(commentsOf(one.receiver)).toEqual([id])
    await one.receiver.stop()
    const changedOver = await receiveReports(body.secret, one.receiver.port)
    here.receivers.splice(here.receivers.indexOf(one.receiver), 1, changedOver)
    const next = await decided()
    await sendDue()
    expect(commentsOf(changedOver)).toEqual([next])
    await here.stet.context.db
      .updateTable('endpoint')
      .set({ former_until: new Date(0) })
      .execute()
    await changedOver.stop()
    const late = await receiveReports(one.secret, one.receiver.port)
    here.receivers.splice(here.receivers.indexOf(changedOver), 1, late)
    await decided()
    await sendDue()
    expect([late.badlySigned, late.reports.length]).toEqual([1, 0])
  })

  it('is written into the audit with its host alone', async () => {
    const { body } = await add('https://hooks.example/a-token-in-the-path?key=another')
    await change(body.id, { enabled: false })
    await here.admin.call('POST', `/v1/endpoints/${body.id}/rotate`)
    await here.admin.call('DELETE', `/v1/endpoints/${body.id}`)
    const rows = await here.stet.context.db
      .selectFrom('audit')
      .select(['actor', 'action', 'detail'])
      .where('subject', '=', `endpoint:${body.id}`)
      .orderBy('id')
      .execute()
    expect(rows.map(({ action }) => action)).toEqual([
      'add-endpoint',
      'change-endpoint',
      'rotate-endpoint',
      'remove-endpoint',
    ])
    expect(rows[0]).toMatchObject({ actor: 'dana', detail: { host: 'hooks.example' } })
    expect(JSON.stringify(rows)).not.toMatch(/a-token|another|whsec/)
  })

  it('is one of at most twenty, also when they are added at once', async () => {
    const answers = await Promise.all(Array.from({ length: 23 }, (_, n) => add(`https://example.org/${n}`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(20).fill(201), 409, 409, 409])
  })
})
