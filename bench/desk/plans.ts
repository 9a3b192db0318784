import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Database } from '../../src/store/database.js'
import type { Schema } from '../../src/store/schema.js'

/** The plans of all that the work asks of PostgreSQL, as it ran them. The address must be a superuser's. */
export async function plansOf(url: string, work: (db: Database) => Promise<unknown>): Promise<string[]> {
  const plans: string[] = []
  // One connection: what is set on it holds for all of the work.
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  pool.on('connect', (client) => client.on('notice', ({ message = '' }) => plans.push(message)))
  const db: Database = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  try {
    await sql`load 'auto_explain'`.execute(db)
    for (const [name, value] of Object.entries({
      'auto_explain.log_analyze': 'on',
      'auto_explain.log_buffers': 'on',
      'auto_explain.log_min_duration': '0',
      client_min_messages: 'log',
    }))
      await sql`select set_config(${name}, ${value}, false)`.execute(db)
    plans.length = 0
    await work(db)
    // The query stands in it too, on lines of its own.
    return plans.filter((text) => text.includes('plan:'))
  } finally {
    await db.destroy()
  }
}
