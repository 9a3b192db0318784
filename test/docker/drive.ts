import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { receiveReports } from '../helpers/receiver.js'

// Drives a running composition: comments in, a worker killed under load, three workers, every verdict, every report.

const count = 200
const killAfter = 60
const scaleAfter = 120
const bodies = [
  'I walked past the new bridge this morning and the lights were still off.',
  'You are a pathetic idiot and everyone who voted for this is a moron.',
  'I will find out where you live and break your legs.',
  'Buy cheap pills at http://pills.example and http://more.example and http://even-more.example now!!!',
  'The council voted 7 to 4, not unanimously as the article says.',
  'Ich finde, der Artikel lässt die wichtigste Frage offen.',
]

const env = (name: string): string => {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: run test/docker/run.sh`)
  return value
}
const base = `http://127.0.0.1:${env('STET_PORT')}`
const headers = { authorization: `Bearer ${env('STET_SITE_KEY')}`, 'content-type': 'application/json' }
const [composeProgram = '', ...composeArgs] = env('COMPOSE').split(' ')
const compose = (...args: string[]): string =>
  execFileSync(composeProgram, [...composeArgs, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
const say = (line: string) => process.stdout.write(`${line}\n`)
const since = (start: number) => `${((Date.now() - start) / 1000).toFixed(1)} s`

async function until(what: string, seconds: number, check: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + seconds * 1000
  while (!(await check().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${seconds} s`)
    await sleep(250)
  }
}

async function post(index: number): Promise<void> {
  const body = JSON.stringify({
    id: `c-${index}`,
    body: `${bodies[index % bodies.length]} (${index})`,
    author: { id: `a-${index % 40}`, name: `reader ${index % 40}` },
    article: { id: 'n-1', title: 'The bridge', section: 'local' },
  })
  const response = await fetch(`${base}/v1/comments`, { method: 'POST', headers, body })
  if (response.status !== 202) throw new Error(`c-${index}: ${response.status} ${await response.text()}`)
}

type Comment = { id: string; status: string; decision: { verdict: string; missing: string[] } | null }

async function get(index: number): Promise<Comment> {
  const response = await fetch(`${base}/v1/comments/c-${index}`, { headers })
  if (!response.ok) throw new Error(`GET c-${index}: ${response.status}`)
  return (await response.json()) as Comment
}

const workers = (): string[] => compose('ps', '-q', 'worker').trim().split('\n').filter(Boolean)

async function enqueue(): Promise<void> {
  for (let index = 0; index < count; index += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, offset) => post(index + offset)))
    if (index + 20 === killAfter) {
      execFileSync('docker', ['kill', '-s', 'KILL', workers()[0] ?? ''], { stdio: 'ignore' })
      say(`killed the only worker after ${killAfter} comments; ${await pending()} were waiting`)
    }
    if (index + 20 === scaleAfter) {
      compose('up', '-d', '--no-build', '--no-recreate', '--scale', 'worker=3', 'worker')
      say('scaled to three workers')
    }
  }
}

const all = () => Promise.all(Array.from({ length: count }, (_, index) => get(index).catch(() => undefined)))
const pending = async () => (await all()).filter((comment) => comment?.status === 'pending').length

const receiver = await receiveReports(env('STET_REPORT_SECRET'), Number(env('RECEIVER_PORT')), '0.0.0.0')
const statuses = () => new Map(receiver.reports.map(({ data }) => [data.comment.id, data.comment.status]))
const started = Date.now()
// A connection that Docker's proxy took before the API listened may never be answered: not waited for.
const answersReady = async () => (await fetch(`${base}/readyz`, { signal: AbortSignal.timeout(5_000) })).ok
await until('the API is ready', 180, answersReady)
say(`ready after ${since(started)} more`)
const enqueued = Date.now()
await enqueue()
await until('every comment is decided', 240, async () => (await pending()) === 0)
say(`${count} comments decided in ${since(enqueued)}, the kill included`)
await until('a report for every comment', 120, async () => statuses().size >= count)
say(
  `${statuses().size} comments reported in ${receiver.reports.length} reports, ${receiver.badlySigned} badly signed`,
)

const comments = await all()
const reported = statuses()
const wrong = comments.filter(
  (comment) =>
    !comment?.decision || comment.decision.missing.length > 0 || reported.get(comment.id) !== comment.status,
)
if (wrong.length > 0) throw new Error(`not as it should be: ${JSON.stringify(wrong.slice(0, 3))}`)
if (receiver.badlySigned > 0) throw new Error('reports with a bad signature')
if (workers().length !== 3) throw new Error(`not three workers but ${workers().length}`)
await until('three healthy workers', 90, async () => {
  const states = execFileSync('docker', ['inspect', '--format', '{{.State.Health.Status}}', ...workers()], {
    encoding: 'utf8',
  })
  return states
    .trim()
    .split('\n')
    .every((state) => state === 'healthy')
})

const verdicts = new Map<string, number>()
for (const { status } of comments.filter((comment) => comment !== undefined)) {
  verdicts.set(status, (verdicts.get(status) ?? 0) + 1)
}
say(`verdicts: ${[...verdicts].map(([status, n]) => `${n} ${status}`).join(', ')}`)
const containers = compose('ps', '-q').trim().split('\n')
say(
  execFileSync('docker', ['stats', '--no-stream', '--format', '{{.Name}}\t{{.MemUsage}}', ...containers], {
    encoding: 'utf8',
  }).trim(),
)
await receiver.stop()
