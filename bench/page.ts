// What a frame costs while the queue's list is scrolled, with 1,000 comments in it beside 100: the time that the browser's
// main thread is busy for a frame, and the time from one frame to the next; in turns, in one browser.
// npm run bench:page
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core'
import { openDatabase } from '../src/store/database.js'
import { startEmbeddedPostgres } from '../src/store/embedded/start.js'
import { migrateToLatestOrThrow } from '../src/store/migrate.js'
import { type DeskBrowser, openDesk } from '../test/helpers/desk-page.js'
import { holdMany } from '../test/helpers/desk-story.js'
import { startStet, type TestStet } from '../test/helpers/stet.js'
import { until } from '../test/helpers/until.js'

const sizes = { small: 100, large: 1_000 }
const turns = 10
const viewport = { width: 1280, height: 800 }
// As far as both lists go: the hundred has some 7,600 pixels.
const frames = 150
const pixelsEach = 40

type Turn = { busyMs: number; frameMs: number[] }

/** Scrolls from the middle of the list, a step a frame, and answers the time between frames. */
const scroll = `(async () => {
  const list = document.querySelector('.queue-list')
  const frame = () => new Promise(requestAnimationFrame)
  const from = Math.max(0, (list.scrollHeight - list.clientHeight) / 2 - ${(frames * pixelsEach) / 2})
  list.scrollTo(0, from)
  for (let i = 0; i < 20; i += 1) await frame()
  const times = []
  let before = await frame()
  for (let i = 1; i <= ${frames}; i += 1) {
    list.scrollTo(0, from + i * ${pixelsEach})
    const now = await frame()
    times.push(now - before)
    before = now
  }
  return times
})()`

async function busySeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
}

async function turn(page: Page, session: CDPSession): Promise<Turn> {
  const before = await busySeconds(session)
  const frameMs = await page.evaluate<number[]>(scroll)
  return { busyMs: ((await busySeconds(session)) - before) * 1_000, frameMs }
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const ninetyFifth = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0
const round = (value: number) => Math.round(value * 100) / 100

/** A desk with so many comments that wait, all of which the page has read. */
async function openList(browser: Browser, stet: TestStet, count: number) {
  const open: DeskBrowser['open'] = async (options) => (await browser.newContext(options)).newPage()
  const page = await openDesk({ open }, stet, { name: 'ann', path: '/?sort=oldest' }, { viewport })
  const list = page.locator('.queue-list')
  await until('all of the list', async () => {
    await list.evaluate((one) => one.scrollTo(0, one.scrollHeight))
    return (await list.locator('> li:not(.more)').count()) === count
  })
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  return { page, session, turns: [] as Turn[] }
}

const figures = (all: Turn[]) => ({
  busyMsPerFrame: round(median(all.map(({ busyMs }) => busyMs / frames))),
  frameMs: round(median(all.flatMap(({ frameMs }) => frameMs))),
  frameMs95: round(ninetyFifth(all.flatMap(({ frameMs }) => frameMs))),
})

/** A Stet with so many held comments, on a database of its own. */
async function stetWith(count: number) {
  const dataDir = await mkdtemp('/tmp/stet-bench-page-')
  // PostgreSQL's account must reach it.
  await chmod(dataDir, 0o755)
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined })
  const db = openDatabase(postgres.url, () => undefined, 1)
  await migrateToLatestOrThrow(db).finally(() => db.destroy())
  const stet = await startStet({ DATABASE_URL: postgres.url }, { workers: false })
  await holdMany(stet, count)
  const stop = async () => {
    await stet.stop()
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { stet, stop }
}

const [small, large] = [await stetWith(sizes.small), await stetWith(sizes.large)]
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--disable-gpu'] })
try {
  const lists = [
    await openList(browser, small.stet, sizes.small),
    await openList(browser, large.stet, sizes.large),
  ]
  for (let i = 0; i < turns; i += 1)
    for (const list of lists) {
      await list.page.bringToFront()
      list.turns.push(await turn(list.page, list.session))
    }
  const [few, many] = lists.map((list) => figures(list.turns))
  if (!few || !many) throw new Error('nothing was measured')
  const ratio = {
    busy: round(many.busyMsPerFrame / few.busyMsPerFrame),
    frame95: round(many.frameMs95 / few.frameMs95),
  }
  process.stdout.write(`${JSON.stringify({ [sizes.small]: few, [sizes.large]: many, ratio }, null, 2)}\n`)
} finally {
  await browser.close()
  await small.stop()
  await large.stop()
}
