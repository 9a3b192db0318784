import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'

/** What came in: for each comment its last reported status, and how many reports bore no valid signature. */
export type Received = { statuses: Map<string, string>; total: number; badlySigned: number }

type Report = { type: string; data: { comment: { id: string; status: string } } }

/** A site that takes reports and believes only those that its secret has signed. */
export function receiveReports(
  port: number,
  secret: string,
): Promise<{ received: Received; server: Server }> {
  const received: Received = { statuses: new Map(), total: 0, badlySigned: 0 }
  const webhook = new Webhook(secret)
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const report = verified(webhook, body, request.headers)
      received.total += 1
      if (report) received.statuses.set(report.data.comment.id, report.data.comment.status)
      else received.badlySigned += 1
      response.writeHead(report ? 204 : 401).end()
    })
  })
  return new Promise((resolve) => {
    server.listen(port, '0.0.0.0', () => resolve({ received, server }))
  })
}

function verified(webhook: Webhook, body: string, headers: IncomingHttpHeaders): Report | undefined {
  try {
    return webhook.verify(body, headers as Record<string, string>) as Report
  } catch {
    return undefined
  }
}
