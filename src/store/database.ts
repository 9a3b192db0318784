import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { Schema } from './schema.js'

export type Database = Kysely<Schema>
/** What a query of one step runs on: the pool, or the transaction that the step is part of. */
export type Executor = Kysely<Schema> | Transaction<Schema>

/**
 * Opens a pool of connections; nothing is connected until the first query.
 * `onError` hears of connections that broke while no query ran on them: without it such an error would end the process.
 */
export function openDatabase(url: string, onError: (error: Error) => void, max = 10): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    // Long enough for a busy pool, short enough that a request can still answer 503 when PostgreSQL is gone.
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  })
  // Each connection tells of its own end, for the pool tells of idle ones alone: one that ended between two queries of a
  // transaction would otherwise end the process.
  pool.on('connect', (client) => client.on('error', onError))
  pool.on('error', () => undefined)
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
}

/** True when PostgreSQL answers. */
export async function databaseAnswers(db: Executor): Promise<boolean> {
  try {
    await db.selectNoFrom((eb) => eb.lit(1).as('one')).execute()
    return true
  } catch {
    // Only asked by readiness, whose answer this is; whoever needs the database meets the error itself.
    return false
  }
}
