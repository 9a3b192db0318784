import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Migration, type MigrationProvider, Migrator, sql } from 'kysely'
import type { Database } from './database.js'

const folder = fileURLToPath(new URL('../../migrations/', import.meta.url))
const filePattern = /^\d{4}_[a-z0-9-]+\.sql$/

async function readMigrations(): Promise<Record<string, Migration>> {
  const files = (await readdir(folder)).filter((file) => filePattern.test(file)).sort()
  const entries = files.map(async (file): Promise<[string, Migration]> => {
    const text = await readFile(`${folder}${file}`, 'utf8')
    const up = async (db: Parameters<Migration['up']>[0]) => {
      await sql.raw(text).execute(db)
    }
    return [file.replace('.sql', ''), { up }]
  })
  return Object.fromEntries(await Promise.all(entries))
}

const provider: MigrationProvider = { getMigrations: readMigrations }

/** Brings the schema up to date; safe to run from several processes at once. Answers the names of what it ran. */
export async function migrateToLatestOrThrow(db: Database): Promise<string[]> {
  const { error, results } = await new Migrator({ db, provider }).migrateToLatest()
  if (error) throw new Error('The database could not be migrated', { cause: error })
  return (results ?? []).map((result) => result.migrationName)
}

/** The names of migrations that have not run yet. */
export async function pendingMigrations(db: Database): Promise<string[]> {
  const all = await new Migrator({ db, provider }).getMigrations()
  return all.filter((migration) => !migration.executedAt).map((migration) => migration.name)
}
