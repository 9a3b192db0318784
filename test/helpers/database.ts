import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { openDatabase } from '../../src/store/database.js'
import { migrateToLatestOrThrow } from '../../src/store/migrate.js'

const asSuperuser = (database: string): string => {
  const url = new URL(inject('postgresUrl'))
  url.username = 'postgres'
  url.pathname = `/${database}`
  return url.href
}

async function execute(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: asSuperuser('postgres') })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

async function createDatabase(more: string): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await execute(`create database ${name} owner stet ${more}`)
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  return url.href
}

/** The address of a new database without tables. */
export const emptyDatabase = () => createDatabase('')

/** The address of a copy of the database at this one, to which nobody is connected. */
export const copiedDatabase = (url: string) => createDatabase(`template ${new URL(url).pathname.slice(1)}`)

/** The address of a new database with Stet's tables in it. */
export async function freshDatabase(): Promise<string> {
  const url = await emptyDatabase()
  const db = openDatabase(url, () => undefined, 1)
  await migrateToLatestOrThrow(db).finally(() => db.destroy())
  return url
}
