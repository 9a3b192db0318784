import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../src/desk/schemas/endpoints.js'
import { aComment, judgeAs, type SeenProblem, send, wholeDatabase } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { type Desk, deskAs } from '../helpers/desk-as.js'
import { sendReports } from '../helpers/outward.js'
import { type Receiver, receiveReports } from '../helpers/receiver.js'
import { startStet, type TestStet } from '../helpers/stet.js'

type Made = Endpoint & { secret: string }
type Delivery = { id: string; comment: string; state: string; attempts: number; lastError: string | null }
type Deliveries = { items: Delivery[]; nextCursor: string | null }

const configuredSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

let configured: Receiver
let stet: TestStet
let admin: Desk
let chief: Desk
beforeAll(async () => {
  configured = await receiveReports(configuredSecret)
  stet = await startStet(
    {
      DATABASE_URL: await freshDatabase(),
      STET_REPORT_URL: configured.url,
      STET_REPORT_SECRET: configuredSecret,
    },
    { workers: false },
  )
  admin = await deskAs(stet, 'admin')
  chief = await deskAs(stet, 'chief')
})
afterAll(async () => {
  await admin?.stop()
  await chief?.stop()
  await stet?.stop()
  await configured?.stop()
})

const receivers: Receiver[] = []
let round = 0
beforeEach(() => {
  round += 1
})
afterEach(async () => {
  for (const { id, configured: set } of (await endpoints()).filter((one) => !one.configured))
    if (!set) await admin.call('DELETE', `/v1/endpoints/${id}`)
  for (const one of receivers.splice(0)) await one.stop()
  configured.reports.length = 0
})

const endpoints = async () => (await admin.call<{ items: Endpoint[] }>('GET', '/v1/endpoints')).body.items
const add = <T = Made>(url: string, more = {}) => admin.call<T>('POST', '/v1/endpoints', { url, ...more })
const change = (id: string, body: unknown) => admin.call<Endpoint>('PATCH', `/v1/endpoints/${id}`, body)
const deliveries = async (id: string, query = '') =>
  (await chief.call<Deliveries>('GET', `/v1/endpoints/${id}/deliveries${query}`)).body
const replay = (id: string) => chief.call('POST', `/v1/deliveries/${id}/replay`)

/** An endpoint whose receiver knows its secret. */
async function received(): Promise<Made & { receiver: Receiver }> {
  // The receiver has to know the secret before it is made: so its port is taken first.
  const placeholder = await receiveReports(configuredSecret)
  const { url, port } = placeholder
  const { body, status } = await add(url, { description: `Receiver ${round}` })
  expect(status).toBe(201)
  await placeholder.stop()
  const receiver = await receiveReports(body.secret, port)
  receivers.push(receiver)
  return { ...body, receiver }
}

const sendDue = () => sendReports(stet, configuredSecret)

async function decided(id = `c-${round}-${crypto.randomUUID()}`): Promise<string> {
  await send(stet, aComment(id))
  await judgeAs(stet, id, 'publish')
  return id
}
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
    expect(commentsOf(configured).sort()).toEqual([before, id].sort())
    const all = [one.receiver, other.receiver, configured].flatMap(({ reports }) => reports)
    expect(new Set(all.map(({ webhookId }) => webhookId)).size).toBe(4)
    expect([one.receiver.badlySigned, other.receiver.badlySigned, configured.badlySigned]).toEqual([0, 0, 0])
  })

  it('gets erasures too, and no word of the text', async () => {
    const one = await received()
    const id = await decided()
    await stet.call('DELETE', `/v1/comments/${id}`)
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
    expect(items[0]).toMatchObject({ url: configured.url, configured: true, enabled: true, createdAt: null })
    expect(items[1]).toEqual({
      id: one.id,
      url: one.url,
      description: `Receiver ${round}`,
      configured: false,
      enabled: true,
      stopped: false,
      createdAt: expect.stringMatching(/Z$/),
      deliveries: { pending: 1, delivered: 1, failed: 0 },
    })
    const answers = [await admin.call('GET', '/v1/endpoints'), await change(one.id, { description: null })]
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
    receivers.push(elsewhere)
    expect((await change(one.id, { url: elsewhere.url })).body.url).toBe(elsewhere.url)
    await sendDue()
    expect([commentsOf(one.receiver), commentsOf(elsewhere)]).toEqual([[], [id]])
  })

  it('that is removed gets no more, and what was sent to it stays on record', async () => {
    const one = await received()
    await decided()
    await sendDue()
    await decided()
    expect((await admin.call('DELETE', `/v1/endpoints/${one.id}`)).status).toBe(204)
    await decided()
    await sendDue()
    expect(one.receiver.reports).toHaveLength(1)
    const rows = await stet.context.db
      .selectFrom('report')
      .select('state')
      .where('endpoint', '=', `endpoint:${one.id}`)
      .orderBy('created_at')
      .execute()
    expect(rows.map(({ state }) => state)).toEqual(['delivered', 'cancelled'])
    expect((await change(one.id, { enabled: true })).status).toBe(404)
    expect(await wholeDatabase(stet)).not.toContain(one.secret)
  })

  it('is signed with both secrets for a day after they were rotated', async () => {
    const one = await received()
    const { status, body } = await admin.call<{ secret: string; formerUntil: string }>(
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
    receivers.splice(receivers.indexOf(one.receiver), 1, changedOver)
    const next = await decided()
    await sendDue()
    expect(commentsOf(changedOver)).toEqual([next])
    await stet.context.db
      .updateTable('endpoint')
      .set({ former_until: new Date(0) })
      .execute()
    await changedOver.stop()
    const late = await receiveReports(one.secret, one.receiver.port)
    receivers.splice(receivers.indexOf(changedOver), 1, late)
    await decided()
    await sendDue()
    expect([late.badlySigned, late.reports.length]).toEqual([1, 0])
  })

  it('is written into the audit with its host alone', async () => {
    const { body } = await add('https://hooks.example/a-token-in-the-path?key=another')
    await change(body.id, { enabled: false })
    await admin.call('POST', `/v1/endpoints/${body.id}/rotate`)
    await admin.call('DELETE', `/v1/endpoints/${body.id}`)
    const rows = await stet.context.db
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

  it.each([
    ['ftp://example.org/', /https:/],
    ['not a url', /https:/],
    ['https://user:secret@example.org/', /password/],
    ['http://169.254.169.254/latest/meta-data', /link-local/],
    ['http://2852039166/', /link-local/],
    ['http://[fe80::1]/', /link-local/],
    ['http://[::ffff:169.254.169.254]/', /link-local/],
    ['http://[fd00:ec2::254]/', /link-local/],
  ])('is refused at %s', async (url, detail) => {
    const answer = await add<SeenProblem>(url)
    expect(answer.status).toBe(400)
    expect(answer.body.errors).toEqual([{ pointer: '/url', detail: expect.stringMatching(detail) }])
  })

  it('is refused at the address of Stet itself, by whatever name', async () => {
    const { port } = new URL(admin.url)
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '0.0.0.0'])
      expect((await add<SeenProblem>(`http://${host}:${port}/`)).body.errors?.[0]?.detail).toContain(
        'this Stet',
      )
    expect((await change('configured', { enabled: false })).status).toBe(409)
  })

  it('is not sent to when its name has come to lead to a link-local address', async () => {
    const one = await received()
    await stet.context.db
      .updateTable('endpoint')
      .set({ url: 'http://169.254.1.1/' })
      .where('id', '=', one.id)
      .execute()
    await decided()
    await sendDue()
    expect((await deliveries(one.id)).items[0]).toMatchObject({
      state: 'pending',
      attempts: 1,
      lastError: expect.stringContaining('link-local'),
    })
  })

  it('is one of at most twenty, also when they are added at once', async () => {
    const answers = await Promise.all(Array.from({ length: 23 }, (_, n) => add(`https://example.org/${n}`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(20).fill(201), 409, 409, 409])
  })
})

describe('deliveries', () => {
  it('are listed latest first, page by page, while others come in between', async () => {
    const one = await received()
    const ids: string[] = []
    for (let n = 0; n < 5; n += 1) ids.unshift(await decided())
    const first = await deliveries(one.id, '?limit=2')
    expect(first.items.map(({ comment }) => comment)).toEqual(ids.slice(0, 2))
    await decided()
    const second = await deliveries(one.id, `?limit=2&cursor=${first.nextCursor}`)
    expect(second.items.map(({ comment }) => comment)).toEqual(ids.slice(2, 4))
    const third = await deliveries(one.id, `?limit=2&cursor=${second.nextCursor}`)
    expect(third).toMatchObject({
      items: [{ comment: ids[4], state: 'pending', attempts: 0 }],
      nextCursor: null,
    })
  })

  it('are replayed under the same id, delivered or not, and that is written down', async () => {
    const one = await received()
    await decided()
    await sendDue()
    const [delivery] = (await deliveries(one.id)).items
    expect(delivery?.state).toBe('delivered')
    expect((await replay(delivery?.id ?? '')).status).toBe(204)
    expect((await deliveries(one.id)).items[0]).toMatchObject({ state: 'pending', attempts: 0 })
    expect(await stet.context.queues.depth('reports')).toBeGreaterThan(0)
    await sendDue()
    expect(one.receiver.reports.map(({ webhookId }) => webhookId)).toEqual([delivery?.id, delivery?.id])
    const audit = await stet.context.db
      .selectFrom('audit')
      .select(['actor', 'action'])
      .where('subject', '=', `delivery:${delivery?.id}`)
      .execute()
    expect(audit).toEqual([{ actor: 'dana', action: 'replay-delivery' }])
  })

  it('of the configured endpoint are listed by its name', async () => {
    const id = await decided()
    expect((await deliveries('configured')).items[0]?.comment).toBe(id)
  })

  it.each([
    ['GET', '/v1/endpoints/999/deliveries', 404],
    ['GET', '/v1/endpoints/x/deliveries', 400],
    ['GET', '/v1/endpoints/configured/deliveries?state=lost', 400],
    ['GET', '/v1/endpoints/configured/deliveries?cursor=x', 400],
    ['POST', '/v1/deliveries/msg_none/replay', 404],
    ['POST', '/v1/endpoints', 403],
    ['PATCH', '/v1/endpoints/1', 403],
    ['DELETE', '/v1/endpoints/1', 403],
    ['POST', '/v1/endpoints/1/rotate', 403],
  ])('%s %s of a chief is answered with %i', async (method, path, status) => {
    const body = ['PATCH', 'POST'].includes(method) && path.endsWith('1') ? {} : undefined
    expect((await chief.call(method, path, body)).status).toBe(status)
  })
})
