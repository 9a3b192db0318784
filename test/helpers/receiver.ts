import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'

export type ReceivedReport = {
  webhookId: string
  type: string
  timestamp: string
  data: {
    comment: { id: string; revision: number; status: string; article: { id: string }; author: { id: string } }
    decision: { id: string; verdict: string; by: { kind: string }; missing: string[] } | null
  }
}

export type Receiver = {
  port: number
  url: string
  /** In the order of arrival; only what the secret has signed. */
  reports: ReceivedReport[]
  badlySigned: number
  /** What to answer from now on; 204 until set. */
  answer: { status: number; headers?: Record<string, string> }
  stop: () => Promise<void>
}

function verified(webhook: Webhook, body: string, headers: IncomingHttpHeaders): ReceivedReport | undefined {
  try {
    const report = webhook.verify(body, headers as Record<string, string>) as Omit<
      ReceivedReport,
      'webhookId'
    >
    return { webhookId: String(headers['webhook-id']), ...report }
  } catch {
    return undefined
  }
}

/** A site that takes reports over HTTP and believes only those that its secret has signed. */
export async function receiveReports(secret: string, port = 0, host = '127.0.0.1'): Promise<Receiver> {
  const webhook = new Webhook(secret)
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const report = verified(webhook, body, request.headers)
      if (report) receiver.reports.push(report)
      else receiver.badlySigned += 1
      const { status, headers } = report ? receiver.answer : { status: 401, headers: {} }
      response.writeHead(status, headers).end()
    })
  }).listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const receiver: Receiver = {
    port: address.port,
    url: `http://127.0.0.1:${address.port}/reports`,
    reports: [],
    badlySigned: 0,
    answer: { status: 204 },
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return receiver
}
