import { sql } from 'kysely'
import type { Database, Executor } from './database.js'
import { endpointKey } from './outbox.js'

/** An endpoint as it is shown: never with its secrets. */
export type EndpointRow = {
  id: string
  url: string
  description: string | null
  enabled: boolean
  stopped: boolean
  created_at: Date
}

const shown = [
  'id',
  'url',
  'description',
  'enabled',
  'created_at',
  sql<boolean>`('endpoint:' || id) in (select endpoint from stopped_endpoint)`.as('stopped'),
] as const

// More would be a mistake: every decision is written down and sent once for each.
export const mostEndpoints = 20
// A day in which both secrets sign, to put the new one into a receiver's settings.
const overlap = sql`now() + interval '24 hours'`

const present = (db: Executor, site: string) =>
  db.selectFrom('endpoint').where('site', '=', site).where('removed_at', 'is', null)

export async function listEndpoints(db: Executor, site: string): Promise<EndpointRow[]> {
  return present(db, site).select(shown).orderBy('id').execute()
}

export async function findEndpoint(db: Executor, site: string, id: string): Promise<EndpointRow | undefined> {
  return present(db, site).select(shown).where('id', '=', id).executeTakeFirst()
}

type NewEndpoint = { url: string; description: string | null; secret: string }

/** Adds an endpoint; undefined when there are as many as there may be. */
export async function addEndpoint(
  tx: Executor,
  site: string,
  endpoint: NewEndpoint,
): Promise<string | undefined> {
  // Two that are added at once would both see room for the last one.
  await sql`lock table endpoint in share row exclusive mode`.execute(tx)
  const { count } = await present(tx, site)
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  if (Number(count) >= mostEndpoints) return undefined
  const row = await tx
    .insertInto('endpoint')
    .values({ site, ...endpoint })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

type Change = {
  url?: string | undefined
  description?: string | null | undefined
  enabled?: boolean | undefined
}

/** Changes an endpoint; what is undefined stays. To enable one also sends again to one that had answered 410. */
export async function changeEndpoint(tx: Executor, id: string, change: Change): Promise<void> {
  const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  if (Object.keys(set).length > 0) await tx.updateTable('endpoint').set(set).where('id', '=', id).execute()
  if (change.enabled)
    await tx.deleteFrom('stopped_endpoint').where('endpoint', '=', endpointKey(id)).execute()
}

/** Removes an endpoint: what was not sent never will be, and all that was stays on record. */
export async function removeEndpoint(tx: Executor, id: string): Promise<void> {
  await tx
    .updateTable('endpoint')
    .set({ removed_at: sql<Date>`now()`, secret: '', former_secret: null })
    .where('id', '=', id)
    .execute()
  await tx
    .updateTable('report')
    .set({ state: 'cancelled', last_error: 'its endpoint was removed' })
    .where('endpoint', '=', endpointKey(id))
    .where('state', 'in', ['pending', 'failed'])
    .execute()
}

/** Gives an endpoint another secret; the one before signs too for a day, and answers until when. */
export async function rotateSecret(tx: Executor, id: string, secret: string): Promise<Date> {
  const row = await tx
    .updateTable('endpoint')
    .set((eb) => ({ former_secret: eb.ref('secret'), former_until: sql<Date>`${overlap}`, secret }))
    .where('id', '=', id)
    .returning('former_until')
    .executeTakeFirstOrThrow()
  if (row.former_until === null) throw new Error('the time that was just set is not there')
  return row.former_until
}

/** Where a report goes, and the secrets that sign it; of an endpoint of the configuration there are none here. */
export type Destination = { url: string; secrets: string[] | undefined }

export async function destinationOf(db: Executor, endpoint: string): Promise<Destination> {
  const [, id] = /^endpoint:(\d+)$/.exec(endpoint) ?? []
  if (id === undefined) return { url: endpoint, secrets: undefined }
  const row = await db
    .selectFrom('endpoint')
    .select([
      'url',
      'secret',
      sql<string | null>`case when former_until > now() then former_secret end`.as('former'),
    ])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return { url: row.url, secrets: row.former === null ? [row.secret] : [row.secret, row.former] }
}

export type DeliveryCounts = { pending: number; delivered: number; failed: number }

/** What became of the reports to each endpoint, by the name that reports use. */
export async function countDeliveries(db: Database): Promise<(endpoint: string) => DeliveryCounts> {
  const rows = await db
    .selectFrom('report')
    .select((eb) => ['endpoint', 'state', eb.fn.countAll<string>().as('count')])
    .groupBy(['endpoint', 'state'])
    .execute()
  const of = (endpoint: string, state: string) =>
    Number(rows.find((row) => row.endpoint === endpoint && row.state === state)?.count ?? 0)
  return (endpoint) => ({
    pending: of(endpoint, 'pending'),
    delivered: of(endpoint, 'delivered'),
    failed: of(endpoint, 'failed'),
  })
}

/** Whether nothing is sent to an endpoint of the configuration because it has answered 410. */
export async function isStopped(db: Executor, endpoint: string): Promise<boolean> {
  const row = await db
    .selectFrom('stopped_endpoint')
    .select('endpoint')
    .where('endpoint', '=', endpoint)
    .executeTakeFirst()
  return row !== undefined
}
