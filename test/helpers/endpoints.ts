import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { Endpoint } from '../../src/desk/schemas/endpoints.js'
import { aComment, judgeAs, send } from './comments.js'
import { freshDatabase } from './database.js'
import { type Desk, deskAs } from './desk-as.js'
import { sendReports } from './outward.js'
import { type Receiver, receiveReports } from './receiver.js'
import { startStet, type TestStet } from './stet.js'

type Made = Endpoint & { secret: string }
type Delivery = { id: string; comment: string; state: string; attempts: number; lastError: string | null }
type Deliveries = { items: Delivery[]; nextCursor: string | null }

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

type Here = { stet: TestStet; configured: Receiver; admin: Desk; chief: Desk; receivers: Receiver[] }

async function start(): Promise<Here> {
  const configured = await receiveReports(secret)
  const stet = await startStet(
    {
      DATABASE_URL: await freshDatabase(),
      STET_REPORT_URL: configured.url,
      STET_REPORT_SECRET: secret,
    },
    { workers: false },
  )
  return {
    stet,
    configured,
    admin: await deskAs(stet, 'admin'),
    chief: await deskAs(stet, 'chief'),
    receivers: [],
  }
}

const endpointsOf = async ({ admin }: Here) =>
  (await admin.call<{ items: Endpoint[] }>('GET', '/v1/endpoints')).body.items
const add = <T = Made>({ admin }: Here, url: string, more = {}) =>
  admin.call<T>('POST', '/v1/endpoints', { url, ...more })

async function received(here: Here): Promise<Made & { receiver: Receiver }> {
  // The receiver has to know the secret before it is made: so its port is taken first.
  const placeholder = await receiveReports(secret)
  const { url, port } = placeholder
  const { body, status } = await add(here, url, { description: 'A receiver' })
  expect(status).toBe(201)
  await placeholder.stop()
  const receiver = await receiveReports(body.secret, port)
  here.receivers.push(receiver)
  return { ...body, receiver }
}

async function decided({ stet }: Here): Promise<string> {
  const id = `c-${crypto.randomUUID()}`
  await send(stet, aComment(id))
  await judgeAs(stet, id, 'publish')
  return id
}

const actsAt = (here: Here) => ({
  endpoints: () => endpointsOf(here),
  add: <T = Made>(url: string, more = {}) => add<T>(here, url, more),
  change: (id: string, body: unknown) => here.admin.call<Endpoint>('PATCH', `/v1/endpoints/${id}`, body),
  deliveries: async (id: string, query = '') =>
    (await here.chief.call<Deliveries>('GET', `/v1/endpoints/${id}/deliveries${query}`)).body,
  replay: (id: string) => here.chief.call('POST', `/v1/deliveries/${id}/replay`),
  /** Adds an endpoint whose receiver knows its secret. */
  received: () => received(here),
  /** Has a comment decided on, which every endpoint is to hear of, and answers its id. */
  decided: () => decided(here),
  sendDue: () => sendReports(here.stet, secret),
})

/**
 * For the tests of a file: a Stet that reports to the site of its configuration and to the endpoints that a test adds,
 * which are taken away again after it, as are `receivers`. Nothing leaves before `sendDue`.
 */
export function useEndpoints() {
  const here = {} as Here
  beforeAll(async () => {
    Object.assign(here, await start())
  })
  afterEach(async () => {
    const added = (await endpointsOf(here)).filter((one) => !one.configured)
    for (const { id } of added) await here.admin.call('DELETE', `/v1/endpoints/${id}`)
    for (const one of here.receivers.splice(0)) await one.stop()
    here.configured.reports.length = 0
  })
  afterAll(async () => {
    await here.admin?.stop()
    await here.chief?.stop()
    await here.stet?.stop()
    await here.configured?.stop()
  })
  return Object.assign(here, actsAt(here))
}
