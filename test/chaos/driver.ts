import { setTimeout as sleep } from 'node:timers/promises'
import { type Receiver, receiveReports } from '../helpers/receiver.js'
import { check, type Findings } from './check.js'
import { type Comment, type Production, produce } from './produce.js'
import { ruleChanges } from './rule-changes.js'
import { type Mishap, moderatorToken, type Stage, type StageOptions } from './stage.js'

export type ChaosOptions = {
  root: string
  comments: readonly Comment[]
  processes: number
  killPostgres: boolean
  /** How often the rule set changes while comments flow. */
  ruleChanges: number
  stage: (options: StageOptions) => Promise<Stage>
  /** Called with a line of progress, a few times a second. */
  onProgress: (line: string) => void
  /** Called once for each mishap. */
  onMishap: (line: string) => void
}

export type Outcome = Findings & {
  production: Production
  seconds: number
  mishaps: string[]
  badlySigned: number
  refused: number
}

const secret = `whsec_${Buffer.from('a secret of the chaos, thirty-two').toString('base64')}`
const pollMs = 250
const refusedReports = 10
const quietMs = 180_000
const leastRoom = 40

type Stats = {
  comments: { pending: number; published: number; held: number; rejected: number }
  reports: { pending: number; delivered: number; failed: number }
}

async function readStats(url: string): Promise<Stats | undefined> {
  try {
    const headers = { authorization: `Bearer ${moderatorToken}` }
    const answer = await fetch(`${url}/v1/stats`, { headers, signal: AbortSignal.timeout(5_000) })
    const body = await answer.text()
    return answer.ok ? (JSON.parse(body) as Stats) : undefined
  } catch {
    // The API is dead just now, which is what this is about.
    return undefined
  }
}

const decidedOf = ({ comments }: Stats) => comments.published + comments.held + comments.rejected

/** Refuses some reports from now on, so that they have to be sent again. */
async function refuseSome(receiver: Receiver, until: () => boolean): Promise<void> {
  const before = receiver.reports.length
  receiver.answer = { status: 503 }
  while (receiver.reports.length - before < refusedReports && !until()) await sleep(10)
  receiver.answer = { status: 204 }
}

/** Follows the decisions, lets each mishap happen at its time, and returns when everything is decided and reported. */
async function follow(
  stage: Stage,
  options: ChaosOptions,
  production: Production,
  onDecided: (n: number) => void,
) {
  const total = options.comments.length
  const changes = ruleChanges(options.ruleChanges, stage.databaseUrl)
  const left: Mishap[] = [...stage.mishaps, ...changes].toSorted((a, b) => a.at - b.at)
  const happened: string[] = []
  let last = { text: '', since: Date.now() }
  for (;;) {
    const stats = await readStats(stage.url)
    if (stats) onDecided(decidedOf(stats))
    const text = stats
      ? `${decidedOf(stats)}/${total} decided, ${stats.reports.delivered} reported`
      : 'no answer'
    if (text !== last.text) last = { text, since: Date.now() }
    if (Date.now() - last.since > quietMs) throw new Error(`nothing has moved for ${quietMs} ms: ${text}`)
    options.onProgress(text)
    const sentAll = production.acknowledged === total
    if (stats && sentAll && left.length === 0 && stats.comments.pending + stats.reports.pending === 0)
      return happened
    if (stats && left[0] && decidedOf(stats) >= left[0].at * total) {
      const mishap = left.shift() as Mishap
      options.onMishap(`${text}: ${mishap.name}`)
      // The producer may not wait now: it has to go on sending into whatever comes.
      const room = Math.max(leastRoom, total / 40)
      production.window += room
      await mishap.happen()
      production.window -= room
      happened.push(mishap.name)
    }
    await sleep(pollMs)
  }
}

/** Sends the comments through a Stet that is killed again and again, and says what became of them. */
export async function runChaos(options: ChaosOptions): Promise<Outcome> {
  const receiver = await receiveReports(secret)
  const stage = await options.stage({ ...options, report: { url: receiver.url, secret } })
  const production = {
    acknowledged: 0,
    edited: 0,
    repeated: 0,
    window: Math.ceil(options.comments.length / 10),
  }
  let decided = 0
  let over = false
  try {
    const since = Date.now()
    const producing = produce(stage.url, options.comments, production, () => decided)
    const following = follow(stage, options, production, (count) => {
      decided = count
    })
    const [mishaps] = await Promise.all([following, producing, refuseSome(receiver, () => over)])
    const seconds = (Date.now() - since) / 1_000
    const findings = await check(await stage.databaseUrl(), options.comments, receiver.reports)
    const { badlySigned } = receiver
    return { ...findings, production, seconds, mishaps, badlySigned, refused: refusedReports }
  } finally {
    over = true
    await stage.stop()
    await receiver.stop()
  }
}
