// The queue's first page and a claim, by the functions that the API calls, with 10,000 and with 1,000,000 stored comments of
// which one in twenty is held; in turns, and the plans of both.
// npm run bench:desk [-- SMALL LARGE]
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { sql } from 'kysely'
import { type Database, openDatabase } from '../../src/store/database.js'
import { startEmbeddedPostgres } from '../../src/store/embedded/start.js'
import { readItems } from '../../src/store/items.js'
import { claim } from '../../src/store/leases.js'
import { migrateToLatestOrThrow } from '../../src/store/migrate.js'
import { countQueue, listQueue, type Sort } from '../../src/store/queue-list.js'
import { fill } from './fill.js'
import { plansOf } from './plans.js'

const [small = 10_000, large = 1_000_000] = process.argv.slice(2).map(Number)
const rounds = 200
const site = 'default'
const held = { site, status: 'held' } as const
const say = (line: string) => process.stderr.write(`${line}\n`)

const page = (filter: Parameters<typeof listQueue>[1], sort: Sort) => async (db: Database) => {
  const { rows } = await listQueue(db, filter, { sort, limit: 20, after: undefined })
  const items = await readItems(db, rows)
  if (items.length !== 20) throw new Error('the page is not full')
}

async function claimOne(db: Database): Promise<void> {
  const rows = await db
    .transaction()
    .execute((tx) => claim(tx, held, { sort: 'priority', moderator: 'm', count: 1 }))
  const items = await readItems(db, rows)
  if (items.length !== 1) throw new Error('nothing was claimed')
}

// What is held to a bound comes first; the others are for looking at.
const ways: Record<string, (db: Database) => Promise<unknown>> = {
  'first page': page(held, 'priority'),
  claim: claimOne,
  'first page, newest': page(held, 'newest'),
  'first page, published': page({ ...held, status: 'published' }, 'newest'),
  'first page, one section': page({ ...held, section: 'sport' }, 'priority'),
  'first page, a busy author': page({ ...held, author: 'busy' }, 'priority'),
  'count of what is held': (db) => countQueue(db, held),
}

/** Between two turns: leases run out, so that each claim finds what the one before found. */
const endLeases = (db: Database) => sql`delete from lease`.execute(db)

async function turn(db: Database, work: (db: Database) => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work(db)
  return performance.now() - start
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

async function compare(name: string, few: Database, many: Database): Promise<string> {
  const work = ways[name]
  if (!work) throw new Error(name)
  const taken = { few: [] as number[], many: [] as number[] }
  // The first tenth warms up and is not counted.
  for (let round = -rounds / 10; round < rounds; round += 1) {
    const ms = { few: await turn(few, work), many: await turn(many, work) }
    await Promise.all([endLeases(few), endLeases(many)])
    if (round < 0) continue
    taken.few.push(ms.few)
    taken.many.push(ms.many)
  }
  const [fewMs, manyMs] = [median(taken.few), median(taken.many)]
  const ratio = (manyMs / fewMs).toFixed(2)
  return `${name.padEnd(28)}${fewMs.toFixed(2).padStart(8)} ms${manyMs.toFixed(2).padStart(10)} ms   ratio ${ratio}`
}

async function filled(url: string, count: number): Promise<Database> {
  const db = openDatabase(url, () => undefined)
  await migrateToLatestOrThrow(db)
  const start = performance.now()
  await fill(db, count)
  say(`filled with ${count} in ${((performance.now() - start) / 1_000).toFixed(0)} s`)
  return db
}

const folder = await mkdtemp('/tmp/stet-bench-')
await chmod(folder, 0o755)
const postgres = await startEmbeddedPostgres({ dataDir: folder, log: () => undefined })
const addressOf = (name: string, user?: string) => {
  const url = new URL(postgres.url)
  url.pathname = `/${name}`
  if (user) url.username = user
  return url.href
}
const admin = openDatabase(addressOf('postgres', 'postgres'), () => undefined, 1)
const open: Database[] = [admin]
try {
  for (const name of ['few', 'many']) await sql`create database ${sql.ref(name)} owner stet`.execute(admin)
  const few = await filled(addressOf('few'), small)
  const many = await filled(addressOf('many'), large)
  open.push(few, many)
  process.stdout.write(
    `${''.padEnd(28)}${String(small).padStart(11)}${String(large).padStart(13)} comments\n`,
  )
  for (const name of Object.keys(ways)) process.stdout.write(`${await compare(name, few, many)}\n`)
  for (const name of ['first page', 'claim'])
    for (const database of ['few', 'many']) {
      const plans = await plansOf(addressOf(database, 'postgres'), ways[name] ?? claimOne)
      process.stdout.write(`\n=== ${name}, ${database}\n${plans.join('\n\n')}\n`)
    }
} finally {
  for (const db of open) await db.destroy()
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}
