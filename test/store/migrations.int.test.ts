import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../src/store/database.js'
import { migrateToLatestOrThrow, pendingMigrations } from '../../src/store/migrate.js'
import { emptyDatabase } from '../helpers/database.js'
import { dumpSchema } from '../helpers/schema-dump.js'

const file = fileURLToPath(new URL('../../migrations/schema.sql', import.meta.url))

let url: string
let db: Database
beforeEach(async () => {
  url = await emptyDatabase()
  db = openDatabase(url, () => undefined)
})
afterEach(() => db.destroy())

describe('the migrations', () => {
  it('make an empty database into migrations/schema.sql', async () => {
    expect(await migrateToLatestOrThrow(db)).toContain('0001_comments')
    const dump = await dumpSchema(url)
    if (process.env.UPDATE_SCHEMA) await writeFile(file, dump)
    expect(dump).toBe(await readFile(file, 'utf8'))
  })

  it('do nothing the second time', async () => {
    expect(await pendingMigrations(db)).not.toEqual([])
    await migrateToLatestOrThrow(db)
    const before = await dumpSchema(url)
    expect(await pendingMigrations(db)).toEqual([])
    expect(await migrateToLatestOrThrow(db)).toEqual([])
    expect(await dumpSchema(url)).toBe(before)
  })

  it('run once when several processes start at the same moment', async () => {
    const others = [1, 2, 3].map(() => openDatabase(url, () => undefined))
    const done = await Promise.all([db, ...others].map(migrateToLatestOrThrow))
    expect(done.flat()).toEqual([...new Set(done.flat())])
    expect(await pendingMigrations(db)).toEqual([])
    await Promise.all(others.map((other) => other.destroy()))
  })

  it('leave nothing half done when one fails', async () => {
    await sql`create table credential (taken text)`.execute(db)
    await expect(migrateToLatestOrThrow(db)).rejects.toThrow('could not be migrated')
    await sql`drop table credential`.execute(db)
    await migrateToLatestOrThrow(db)
    expect(await dumpSchema(url)).toBe(await readFile(file, 'utf8'))
  })
})

describe('a decision', () => {
  beforeEach(async () => {
    await migrateToLatestOrThrow(db)
    await sql`
      insert into comment (site, id, author_id, author_role, article_id) values ('s', 'c', 'a', 'reader', 'n');
      insert into decision (comment_uid, revision, verdict, by_kind, reasons)
        select uid, 1, 'hold', 'machine', '[]' from comment`.execute(db)
  })

  it.each([
    `update decision set verdict = 'publish'`,
    `update decision set at = at`,
    'delete from decision',
    'truncate decision cascade',
  ])('cannot be changed: %s', async (statement) => {
    await expect(sql.raw(statement).execute(db)).rejects.toThrow('append-only')
    expect(await db.selectFrom('decision').select('verdict').execute()).toEqual([{ verdict: 'hold' }])
  })

  it.each([
    [`update comment set status = 'lost'`, 'check'],
    ['delete from comment', 'foreign key'],
    [
      `insert into comment (site, id, author_id, author_role, article_id) values ('s', 'c', 'a', 'reader', 'n')`,
      'unique',
    ],
    [
      "insert into decision (comment_uid, revision, verdict, by_kind, reasons) values (1, 1, 'maybe', 'machine', '[]')",
      'check',
    ],
  ])('is kept together with its comment: %s', async (statement, kind) => {
    await expect(sql.raw(statement).execute(db)).rejects.toThrow(kind)
  })
})
