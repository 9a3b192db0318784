import { Webhook } from 'standardwebhooks'
import { messageOf } from '../domain/errors.js'
import { addressesOf, isForbiddenAddress } from '../http/forbidden-address.js'
import type { Logger } from '../logger.js'
import type { ReportJob } from '../queue/queues.js'
import type { Database } from '../store/database.js'
import { destinationOf } from '../store/endpoints.js'
import { markAttempt, markDelivered, type Report, readReport, stopEndpoint } from '../store/reports.js'
import { retryDelayMs } from './schedule.js'

export type DeliverParts = {
  db: Database
  /** Signs what goes to the endpoint of the configuration; others have secrets of their own. */
  secret: string | undefined
  logger: Logger
  onDelivery: (outcome: 'delivered' | 'failed') => void
  /** How long a receiver may take; unset, fifteen seconds. */
  timeoutMs?: number
}

// A receiver should store and answer; one that takes longer is tried again later.
const defaultTimeoutMs = 15_000

type Way = { url: string; secrets: string[] }
type Answer = { ok: true } | { ok: false; gone: boolean; reason: string }

/** fetch says only that it failed; the reason is in its cause, and of several addresses tried only a code is left. */
function whyNot(error: unknown): string {
  const cause = error instanceof Error && error.cause ? error.cause : error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return messageOf(cause) || code || 'no answer'
}

const notSent = (reason: string): Answer => ({ ok: false, gone: false, reason })

/** Where it goes and what signs it, or why it cannot go there. What the configuration says is the operator's own. */
async function wayOut({ db, secret }: DeliverParts, { endpoint }: Report): Promise<Way | Answer> {
  const { url, secrets } = await destinationOf(db, endpoint)
  if (secrets === undefined)
    return secret === undefined
      ? notSent('no STET_REPORT_SECRET to sign it with')
      : { url, secrets: [secret] }
  if (isForbiddenAddress(await addressesOf(new URL(url))))
    return notSent('its name leads to a link-local address, to which nothing is sent')
  return { url, secrets }
}

async function post(report: Report, { url, secrets }: Way, timeoutMs: number): Promise<Answer> {
  const body = JSON.stringify(report.payload)
  const now = new Date()
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'stet',
    'webhook-id': report.id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    // One for each secret: a receiver that knows any of them believes it.
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(report.id, now, body)).join(' '),
  }
  try {
    // A redirect is not followed: it could lead a signed report to someone else.
    const signal = AbortSignal.timeout(timeoutMs)
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    await answer.body?.cancel()
    if (answer.ok) return { ok: true }
    return { ok: false, gone: answer.status === 410, reason: `answered ${answer.status}` }
  } catch (error) {
    return { ok: false, gone: false, reason: whyNot(error) }
  }
}

/** Makes one attempt at one report. What fails is due again later, by the schedule; the sweep finds it when it is. */
export async function deliver(parts: DeliverParts, job: ReportJob): Promise<void> {
  const report = await readReport(parts.db, job.report)
  // Delivered already, given up, or its endpoint is stopped; or an older job for an attempt that was made.
  if (!report || report.attempts !== job.attempt) return
  const way = await wayOut(parts, report)
  const answer = 'url' in way ? await post(report, way, parts.timeoutMs ?? defaultTimeoutMs) : way
  parts.onDelivery(answer.ok ? 'delivered' : 'failed')
  if (answer.ok) return markDelivered(parts.db, report.id)
  const retryInMs = retryDelayMs(report.attempts)
  parts.logger.warn(
    { report: report.id, attempt: job.attempt, reason: answer.reason, retryInMs },
    'report not delivered',
  )
  await markAttempt(parts.db, report.id, answer.reason, answer.gone ? undefined : retryInMs)
  if (answer.gone) await stopEndpoint(parts.db, report.endpoint)
}
