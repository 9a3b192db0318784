import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inspectProcess } from '../../src/store/embedded/processes.js'
import { runningEmbeddedPostgres } from '../../src/store/embedded/start.js'

type Event = { event: string; text: string }
type Stet = { child: ChildProcess; events: Event[] }

const root = process.getuid?.() === 0
let folder: string
let stets: Stet[]

beforeEach(async () => {
  // Not os.tmpdir(): what TMPDIR names may be out of the reach of PostgreSQL's account.
  folder = await realpath(await mkdtemp('/tmp/stet-test-'))
  await chmod(folder, 0o755)
  stets = []
})

afterEach(async () => {
  for (const { child } of stets) child.kill('SIGTERM')
  await Promise.all(stets.map(({ child }) => child.exitCode ?? child.signalCode ?? once(child, 'exit')))
  await rm(folder, { recursive: true, force: true })
})

function launch(dataDir = folder): Stet {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/store/embedded-child.ts', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const stet: Stet = { child, events: [] }
  createInterface({ input: child.stdout! }).on('line', (line) => stet.events.push(JSON.parse(line)))
  stets.push(stet)
  return stet
}

async function heard(stet: Stet, event: string): Promise<string> {
  for (let waited = 0; waited < 60_000; waited += 50) {
    const found = stet.events.find((one) => one.event === event)
    if (found) return found.text
    const failed = stet.events.find((one) => one.event === 'error')
    if (failed) throw new Error(failed.text)
    await sleep(50)
  }
  throw new Error(`no ${event} in a minute: ${JSON.stringify(stet.events)}`)
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

const postmasterOf = async (home: string): Promise<number> =>
  Number((await readFile(join(home, 'data/postmaster.pid'), 'utf8')).split('\n')[0])

// Not by signal 0, which a dead process that nobody has reaped yet answers too.
const lives = async (pid: number): Promise<boolean> => (await inspectProcess(pid)) !== undefined

async function ended(pid: number): Promise<void> {
  for (let waited = 0; waited < 20_000 && (await lives(pid)); waited += 50) await sleep(50)
  expect(await lives(pid)).toBe(false)
}

async function kill(stet: Stet): Promise<void> {
  stet.child.kill('SIGKILL')
  await once(stet.child, 'exit')
}

test('it starts on an empty folder, listens on no port, is durable, and stops', async () => {
  const stet = launch()
  const url = await heard(stet, 'url')
  const [row] = await query(
    url,
    `select current_user::text as who, current_database()::text as db, current_setting('listen_addresses') as listen,
            current_setting('fsync') as fsync, current_setting('server_encoding') as encoding,
            (select rolsuper from pg_roles where rolname = current_user) as superuser`,
  )
  expect(row).toEqual({
    who: 'stet',
    db: 'stet',
    listen: '',
    fsync: 'on',
    encoding: 'UTF8',
    superuser: false,
  })
  const sockets = new URL(url).searchParams.get('host')!
  expect((await stat(sockets)).mode & 0o777).toBe(0o700)
  const pid = await postmasterOf(join(folder, 'postgres'))
  stet.child.kill('SIGTERM')
  await heard(stet, 'stopped')
  expect(await lives(pid)).toBe(false)
  await expect(stat(sockets)).rejects.toThrow('ENOENT')
  expect(await runningEmbeddedPostgres(folder)).toBeUndefined()
})

test('killed, it takes its server along, and starts again with everything that was committed', async () => {
  const first = launch()
  const url = await heard(first, 'url')
  await query(url, 'create table kept (n int)')
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  await client.query('insert into kept select generate_series(1, 1000)')
  const pid = await postmasterOf(join(folder, 'postgres'))
  await kill(first)
  const second = launch()
  const rows = await query(await heard(second, 'url'), 'select count(*)::int as n from kept')
  expect(rows).toEqual([{ n: 1000 }])
  expect(await lives(pid)).toBe(false)
})

test('a second one is refused while the first lives, and a command beside it finds the server', async () => {
  const first = launch()
  const url = await heard(first, 'url')
  expect(await runningEmbeddedPostgres(folder)).toBe(url)
  const second = launch()
  await expect(heard(second, 'url')).rejects.toThrow(/^UserError: Another Stet is running on the data in /)
  expect(second.events).toContainEqual({ event: 'log', text: 'waiting for the Stet that is still stopping' })
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a server that lost its guardian and its watcher is stopped by the next start', async () => {
  const first = launch()
  await heard(first, 'url')
  const pid = await postmasterOf(join(folder, 'postgres'))
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  const guardian = Number(/stet\.guardian=(\d+)/.exec(command)?.[1])
  if (!guardian) return // no /proc here: the way to the guardian's id is Linux's
  // The watcher first: when the guardian ends, Stet's side of the pipe closes, and a watcher would stop the server.
  const children = await readFile(`/proc/${guardian}/task/${guardian}/children`, 'utf8')
  const watcher = children
    .split(' ')
    .map(Number)
    .find((child) => child && child !== pid)
  process.kill(watcher!, 'SIGKILL')
  process.kill(guardian, 'SIGKILL')
  await heard(first, 'death')
  expect(await lives(pid)).toBe(true)
  const second = launch()
  expect(await query(await heard(second, 'url'), 'select 1 as one')).toEqual([{ one: 1 }])
  expect(await lives(pid)).toBe(false)
})

test('a server that dies is noticed, and a stale lock file that names a stranger is no obstacle', async () => {
  const first = launch()
  await heard(first, 'url')
  const lock = join(folder, 'postgres/data/postmaster.pid')
  const pid = await postmasterOf(join(folder, 'postgres'))
  process.kill(pid, 'SIGKILL')
  await heard(first, 'death')
  await ended(pid)
  const stranger = spawn('sleep', ['60'])
  await writeFile(lock, (await readFile(lock, 'utf8')).replace(/^\d+/, String(stranger.pid)))
  const second = launch()
  await heard(second, 'url')
  stranger.kill()
})

test.runIf(root)('root runs it below a 0700 folder, with the files elsewhere', async () => {
  const dataDir = join(folder, 'home', 'data')
  await mkdir(join(folder, 'home'), { mode: 0o700 })
  const first = launch(dataDir)
  await query(await heard(first, 'url'), 'create table kept (n int)')
  const home = (await readFile(join(dataDir, 'postgres.location'), 'utf8')).trim()
  try {
    expect(home).toMatch(/^\/var\/lib\/stet\/[0-9a-f]{12}-/)
    await kill(first)
    const second = launch(dataDir)
    await query(await heard(second, 'url'), 'select * from kept')
    second.child.kill('SIGTERM')
    await heard(second, 'stopped')
  } finally {
    await rm(home, { recursive: true, force: true })
  }
})
