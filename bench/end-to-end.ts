// Comments a second from the intake to the stored verdict, on each queue, beside what the model alone reads in the same run.
// npm run -s bench [-- COUNT]   (needs redis-server)
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { normalise } from '../src/domain/normalise.js'
import { openModel } from '../src/model/model.js'
import { startEmbeddedPostgres } from '../src/store/embedded/start.js'
import { freePort, startRedis } from '../test/helpers/redis.js'

const count = Number(process.argv[2] ?? 3_000)
const batchSize = 500
const processes = availableParallelism()
const siteKey = 'site-key-for-the-bench-alone'
const moderatorToken = 'moderator-token-for-the-bench-alone'

const bodies = (await readFile('demo/comments.ndjson', 'utf8'))
  .trim()
  .split('\n')
  .map((line): string => JSON.parse(line).body)
const bodyOf = (index: number) => bodies[index % bodies.length] ?? ''

/** The model alone, as many texts in flight as a worker has. */
async function raw(): Promise<number> {
  const model = await openModel({ folder: 'models/toxicity', processes })
  let next = 0
  const start = performance.now()
  const lane = async () => {
    while (next < count) {
      next += 1
      await model.score(normalise(bodyOf(next)).text)
    }
  }
  await Promise.all(Array.from({ length: processes * 4 }, lane))
  const rate = (count * 1_000) / (performance.now() - start)
  await model.close()
  return rate
}

function launch(args: string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['dist/main.js', ...args], {
    env: { PATH: process.env.PATH, STET_SITE_KEY: siteKey, STET_MODERATOR_TOKEN: moderatorToken, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM')
  if (child.exitCode === null) await once(child, 'exit')
}

async function ready(url: string): Promise<void> {
  while (
    !(await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
      (answer) => answer.ok,
      () => false,
    ))
  )
    await sleep(50)
}

async function postBatch(url: string, from: number): Promise<void> {
  const comments = Array.from({ length: Math.min(batchSize, count - from) }, (_, offset) => ({
    id: `c-${from + offset}`,
    body: bodyOf(from + offset),
    author: { id: `a-${from + offset}` },
    article: { id: `n-${(from + offset) % 20}` },
  }))
  const answer = await fetch(`${url}/v1/comments/batch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${siteKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(comments),
  })
  if (answer.status !== 202) throw new Error(`a batch was answered with ${answer.status}`)
}

async function pending(url: string): Promise<number> {
  const headers = { authorization: `Bearer ${moderatorToken}` }
  const answer = await fetch(`${url}/v1/stats`, { headers })
  const { comments } = (await answer.json()) as { comments: { pending: number } }
  return comments.pending
}

async function throughput(url: string): Promise<number> {
  await ready(url)
  const start = performance.now()
  for (let from = 0; from < count; from += batchSize) await postBatch(url, from)
  process.stderr.write(`taken in after ${((performance.now() - start) / 1_000).toFixed(1)} s\n`)
  while ((await pending(url)) > 0) await sleep(20)
  return (count * 1_000) / (performance.now() - start)
}

async function memoryOf(children: ChildProcess[]): Promise<string> {
  const kib = async (pid: number) => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0)
  }
  const below = async (pid: number) =>
    (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8'))
      .trim()
      .split(' ')
      .filter(Boolean)
      .map(Number)
  const lines = []
  for (const { pid, spawnargs } of children) {
    const own = Math.round((await kib(pid ?? 0)) / 1_024)
    const others = await Promise.all((await below(pid ?? 0)).map(kib))
    lines.push(
      `${spawnargs[2]} ${own} MB + children ${others.map((one) => Math.round(one / 1_024)).join(', ')} MB`,
    )
  }
  return lines.join('; ')
}

async function embedded(): Promise<number> {
  const dataDir = await mkdtemp('/tmp/stet-bench-')
  const port = await freePort()
  const child = launch(['start'], { STET_DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'error' })
  const rate = await throughput(`http://127.0.0.1:${port}`)
  process.stderr.write(`${await memoryOf([child])}\n`)
  await stop(child)
  await rm(dataDir, { recursive: true, force: true })
  return rate
}

async function onRedis(): Promise<number> {
  const dataDir = await mkdtemp('/tmp/stet-bench-')
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined })
  const redis = await startRedis()
  const port = await freePort()
  const servers = { DATABASE_URL: postgres.url, REDIS_URL: redis.url, LOG_LEVEL: 'error' }
  await once(launch(['migrate'], servers), 'exit')
  const metrics = String(await freePort())
  const children = [
    launch(['serve'], { ...servers, PORT: String(port) }),
    launch(['work'], { ...servers, STET_METRICS_PORT: metrics }),
  ]
  const rate = await throughput(`http://127.0.0.1:${port}`)
  process.stderr.write(`${await memoryOf(children)}\n`)
  await Promise.all(children.map(stop))
  await redis.stop()
  await postgres.stop()
  await rm(dataDir, { recursive: true, force: true })
  return rate
}

const model = await raw()
const rows: [string, number][] = [
  [`the model alone, ${processes} processes`, model],
  ['stet start (PostgreSQL queue)', await embedded()],
  ['stet serve and stet work (Redis queue)', await onRedis()],
]
for (const [way, perSecond] of rows)
  process.stdout.write(
    `${way.padEnd(40)}${perSecond.toFixed(0).padStart(6)}/s${(perSecond / model).toFixed(2).padStart(7)}\n`,
  )
