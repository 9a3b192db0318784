import { sql } from 'kysely'
import type { Executor } from './database.js'

/** Forgets sessions, links and tries to sign in that are over: they hold addresses, and open nothing any more. */
export async function forgetOldSignIns(db: Executor): Promise<void> {
  const now = sql<Date>`now()`
  await db.deleteFrom('session').where('expires_at', '<', now).execute()
  await db.deleteFrom('welcome_link').where('expires_at', '<', now).execute()
  await db.deleteFrom('verification').where('expires_at', '<', now).execute()
  // The longest that tries are counted together is a minute.
  await db
    .deleteFrom('rate_limit')
    .where('last_request', '<', sql<string>`(extract(epoch from now()) * 1000 - 3600000)::bigint`)
    .execute()
}
