import { execFile } from 'node:child_process'
import { chmod, chown, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { browserAt } from '../helpers/browser-session.js'
import { freePort } from '../helpers/redis.js'
import { goodPassword } from '../helpers/signed-in.js'
import { until } from '../helpers/until.js'
import { endAll, isFree, type Launched, launch, leftOf, nothingLeft } from './launch.js'

const run = promisify(execFile)
const node = [process.execPath, 'dist/main.js', 'start']
const npm = ['npm', 'start']
const ready = /Stet is ready at (http:\S+)/
const siteKey = /Site key {9}(\S+)/

// Of demo/comments.ndjson, edits of one counted once.
const demoComments = 162

let folder: string
let dataDir: string
let port: number
let receiver: Server | undefined

beforeEach(async () => {
  // Not os.tmpdir(): what TMPDIR names may be out of the reach of PostgreSQL's account.
  folder = await mkdtemp('/tmp/stet-start-')
  await chmod(folder, 0o755)
  dataDir = join(folder, 'data')
  port = await freePort()
})
afterEach(async () => {
  await endAll(dataDir)
  receiver?.closeAllConnections()
  receiver?.close()
  receiver = undefined
  const elsewhere = await readFile(join(dataDir, 'postgres.location'), 'utf8').catch(() => '')
  for (const path of [folder, elsewhere.trim()]) if (path) await rm(path, { recursive: true, force: true })
})

const start = (command: string[], env: Record<string, string> = {}, cwd = process.cwd()): Launched =>
  launch(command, { PORT: String(port), STET_DATA_DIR: dataDir, ...env }, cwd)

async function expectGone(stet: Launched): Promise<void> {
  await nothingLeft(stet, dataDir)
  expect(await isFree(port)).toBe(true)
}

const curlOf = (stet: Launched) => /^ *(curl .*\/v1\/comments.*)$/m.exec(stet.said())?.[1] ?? ''
async function shell(line: string, env: Record<string, string> = {}): Promise<Record<string, unknown>> {
  const { stdout } = await run('sh', ['-c', line], { env: { PATH: process.env.PATH, ...env } })
  return JSON.parse(stdout) as Record<string, unknown>
}

it('npm start says where everything is and what to send, its keys once; Ctrl-C stops it clean', async () => {
  const first = start(npm)
  const [, url = ''] = await first.says(ready)
  const [, key = ''] = await first.says(siteKey)
  const said = first.said()
  expect(url).toBe(`http://127.0.0.1:${port}`)
  expect(said).toContain(`API docs         ${url}/docs`)
  const [, link = ''] = /Desk {13}(\S+\/welcome\?token=\S+)/.exec(said) ?? []
  const browser = browserAt({ url })
  expect((await browser.welcome(link, goodPassword)).status).toBe(200)
  expect((await browser.call('GET', '/v1/me')).body).toMatchObject({ name: 'admin', role: 'admin' })
  expect(said).toMatch(/Moderator token {2}\S+/)
  expect(said).not.toMatch(/deprecat/i)
  for (const path of ['/docs', '/openapi.json', '/readyz'])
    expect((await fetch(`${url}${path}`)).status).toBe(200)
  expect(await shell(curlOf(first))).toMatchObject({ id: 'c-1', status: 'published' })
  first.interrupt()
  // The shell that npm runs the script in waits for Stet and then dies of the signal, as shells do, and so does npm.
  expect([0, 130, 'SIGINT']).toContain(await first.ended)
  await expectGone(first)

  const second = start(npm)
  await second.says(ready)
  expect(second.said()).not.toMatch(/welcome|Site key|Moderator token|stet_site_|stet_moderator_/)
  expect(await shell(curlOf(second), { STET_SITE_KEY: key })).toMatchObject({ id: 'c-1', revision: 1 })
  // To npm alone, which ends the shell and leaves Stet to notice.
  second.child.kill('SIGTERM')
  await second.ended
  await expectGone(second)
})

it('stops by itself when npm is killed', async () => {
  const stet = start(npm)
  await stet.says(ready)
  stet.child.kill('SIGKILL')
  await stet.ended
  await expectGone(stet)
})

it('stops clean on Ctrl-C which comes twice, from the terminal and from npm', async () => {
  const stet = start(node)
  await stet.says(ready)
  stet.interrupt()
  stet.child.kill('SIGINT')
  expect(await stet.ended).toBe(0)
  await expectGone(stet)
})

it('ends at once when it is told again later', async () => {
  const hanging = { requests: 0 }
  receiver = createServer(() => {
    hanging.requests += 1
  }).listen(0, '127.0.0.1')
  await until('the receiver listens', () => receiver?.listening)
  const address = receiver.address() as { port: number }
  const stet = start(node, {
    STET_REPORT_URL: `http://127.0.0.1:${address.port}/`,
    STET_REPORT_SECRET: `whsec_${Buffer.from('a secret of the tests, thirty-two').toString('base64')}`,
  })
  await stet.says(ready)
  await shell(curlOf(stet))
  await until('a report is on its way', () => hanging.requests > 0)
  // It waits for the report's answer, which never comes; told for as long as it lives, it takes the later ones at their word.
  const telling = setInterval(stet.interrupt, 100)
  const code = await stet.ended.finally(() => clearInterval(telling))
  expect(code).toBe(1)
  await expectGone(stet)
})

it('killed, it starts again at once on the same port and data, and has lost nothing', async () => {
  const first = start(node)
  await first.says(ready)
  const [, key = ''] = await first.says(siteKey)
  expect(await shell(curlOf(first))).toMatchObject({ id: 'c-1', status: 'published' })
  first.child.kill('SIGKILL')
  const second = start(node)
  const [, url = ''] = await second.says(ready)
  const answer = await fetch(`${url}/v1/comments/c-1`, { headers: { authorization: `Bearer ${key}` } })
  expect(await answer.json()).toMatchObject({ id: 'c-1', revision: 1, status: 'published' })
  expect(second.said()).not.toContain('EADDRINUSE')
  expect(await leftOf(first, 'no data of its own')).toEqual([])
})

it('is stopped clean while it starts, and shows its keys at the next start, for none was shown', async () => {
  const first = start(node)
  await first.says(/making the database/)
  first.interrupt()
  expect(await first.ended).toBe(0)
  await expectGone(first)
  const second = start(node)
  await second.says(siteKey)
})

it('is stopped clean in the middle of the demonstration, and goes on with it at the next start', async () => {
  const first = start([...node, '--demo'])
  await first.says(/judged \[/)
  first.interrupt()
  expect(await first.ended).toBe(0)
  expect(first.said()).not.toContain('The demonstration:')
  await expectGone(first)

  const second = start([...node, '--demo'])
  const [summary, ...counts] = await second.says(
    /The demonstration: (\d+) published, (\d+) held, (\d+) rejected\./,
  )
  // None of them is left out, those neither that the first start had sent in and not judged.
  expect(counts.map(Number).reduce((sum, count) => sum + count)).toBe(demoComments)
  expect(second.said()).not.toMatch(/deprecat/i)
  second.interrupt()
  expect(await second.ended).toBe(0)

  const third = start([...node, '--demo'])
  await third.says(/The demonstration:/)
  expect(third.said()).toContain(summary)
  expect(third.said()).not.toContain('judged [')
})

it('says in one sentence that its port is taken, and ends with 2', async () => {
  const other = createServer().listen(port, '127.0.0.1')
  await until('the other listens', () => other.listening)
  const stet = start(node)
  const code = await stet.ended
  other.close()
  expect(code).toBe(2)
  expect(stet.said().trim().split('\n').at(-1)).toBe(
    `PORT ${port} is taken by another program: set PORT to a free one, or to 0 for any.`,
  )
  await nothingLeft(stet, dataDir)
})

const asUser = (uid: number) => ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--']
const nobody = 65_534
const isRoot = process.getuid?.() === 0

async function givenTo(uid: number): Promise<void> {
  await chown(folder, uid, uid)
  await chmod(folder, 0o700)
}

/** A clone of their own below a home that only they may enter, as whoever they are would have it. */
async function cloneFor(uid: number): Promise<string> {
  const clone = join(folder, 'clone')
  await mkdir(clone)
  const parts = ['dist', 'node_modules', 'models', 'rules', 'migrations', 'demo', 'package.json']
  await run('cp', ['-a', '--reflink=auto', ...parts, clone])
  // Our own clone may have been made under a strict umask.
  await run('chmod', ['-R', 'a+rX', clone])
  await givenTo(uid)
  return clone
}

// Where the tests are run by an ordinary user, every other case here shows the same.
it.runIf(isRoot)('runs as an ordinary user in a clone below a 0700 home, and stops clean', async () => {
  const clone = await cloneFor(nobody)
  const stet = start([...asUser(nobody), ...node], { HOME: folder }, clone)
  await stet.says(ready)
  expect(await shell(curlOf(stet))).toMatchObject({ status: 'published' })
  stet.interrupt()
  expect(await stet.ended).toBe(0)
  expect(stet.said()).not.toContain('"level"')
  await expectGone(stet)
})

it.runIf(isRoot)('says in one sentence that an account without a name cannot run it', async () => {
  const uid = 54_321
  const clone = await cloneFor(uid)
  const stet = start([...asUser(uid), ...node], { HOME: folder }, clone)
  expect(await stet.ended).toBe(2)
  expect(stet.said()).toMatch(/^PostgreSQL does not run as an account without a name \(uid 54321\): .*$/m)
})

it.runIf(isRoot)('runs as root below a 0700 home, with its database elsewhere', async () => {
  await chmod(folder, 0o700)
  const stet = start(node)
  await stet.says(ready)
  expect(await shell(curlOf(stet))).toMatchObject({ status: 'published' })
  stet.interrupt()
  expect(await stet.ended).toBe(0)
  await expectGone(stet)
})
