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

/**
 * For the tests of a file: a Stet that reports to the site of its configuration and to the endpoints that a test adds,
 * which are taken away again after it. Nothing leaves before `sendDue`.
 */
export function useEndpoints() {
  let configured: Receiver
  let stet: TestStet
  let admin: Desk
  let chief: Desk
  const receivers: Receiver[] = []
  beforeAll(async () => {
    configured = await receiveReports(secret)
    stet = await startStet(
      {
        DATABASE_URL: await freshDatabase(),
        STET_REPORT_URL: configured.url,
        STET_REPORT_SECRET: secret,
      },
      { workers: false },
    )
    admin = await deskAs(stet, 'admin')
    chief = await deskAs(stet, 'chief')
  })
  afterEach(async () => {
    const added = (await endpoints()).filter((one) => !one.configured)
    for (const { id } of added) await admin.call('DELETE', `/v1/endpoints/${id}`)
    for (const one of receivers.splice(0)) await one.stop()
    configured.reports.length = 0
  })
  afterAll(async () => {
    await admin?.stop()
    await chief?.stop()
    await stet?.stop()
    await configured?.stop()
  })

  const endpoints = async () => (await admin.call<{ items: Endpoint[] }>('GET', '/v1/endpoints')).body.items
  const add = <T = Made>(url: string, more = {}) => admin.call<T>('POST', '/v1/endpoints', { url, ...more })

  return {
    get stet() {
      return stet
    },
    get configured() {
      return configured
    },
    get admin() {
      return admin
    },
    get chief() {
      return chief
    },
    /** Stopped after the test. */
    receivers,
    endpoints,
    add,
    change: (id: string, body: unknown) => admin.call<Endpoint>('PATCH', `/v1/endpoints/${id}`, body),
    deliveries: async (id: string, query = '') =>
      (await chief.call<Deliveries>('GET', `/v1/endpoints/${id}/deliveries${query}`)).body,
    replay: (id: string) => chief.call('POST', `/v1/deliveries/${id}/replay`),
    /** Adds an endpoint whose receiver knows its secret. */
    received: async (): Promise<Made & { receiver: Receiver }> => {
      // The receiver has to know the secret before it is made: so its port is taken first.
      const placeholder = await receiveReports(secret)
      const { url, port } = placeholder
      const { body, status } = await add(url, { description: 'A receiver' })
      expect(status).toBe(201)
      await placeholder.stop()
      const receiver = await receiveReports(body.secret, port)
      receivers.push(receiver)
      return { ...body, receiver }
    },
    /** Has a comment decided on, which every endpoint is to hear of, and answers its id. */
    decided: async (): Promise<string> => {
      const id = `c-${crypto.randomUUID()}`
      await send(stet, aComment(id))
      await judgeAs(stet, id, 'publish')
      return id
    },
    sendDue: () => sendReports(stet, secret),
  }
}
