import { type Insertable, type Selectable, sql } from 'kysely'
import type { Executor } from './database.js'
import type { AccessKeyKind, AccessKeyTable } from './people-schema.js'

const columns = [
  'id',
  'name',
  'role',
  'former_until',
  'expires_at',
  'last_used_at',
  'created_by',
  'created_at',
] as const

export type AccessKeyRow = Pick<Selectable<AccessKeyTable>, (typeof columns)[number]>

const ofSite = (db: Executor, site: string, kind: AccessKeyKind) =>
  db.selectFrom('access_key').select(columns).where('site', '=', site).where('kind', '=', kind)

export const listAccessKeys = (db: Executor, site: string, kind: AccessKeyKind): Promise<AccessKeyRow[]> =>
  ofSite(db, site, kind).orderBy('id').execute()

/** The key, locked until the transaction ends. */
export const lockAccessKey = (
  tx: Executor,
  site: string,
  kind: AccessKeyKind,
  id: string,
): Promise<AccessKeyRow | undefined> =>
  ofSite(tx, site, kind).where('id', '=', id).forUpdate().executeTakeFirst()

/** Adds a key; undefined when its name is taken. */
export const addAccessKey = (
  tx: Executor,
  key: Insertable<AccessKeyTable>,
): Promise<AccessKeyRow | undefined> =>
  tx
    .insertInto('access_key')
    .values(key)
    .onConflict((conflict) => conflict.columns(['site', 'kind', 'name']).doNothing())
    .returning(columns)
    .executeTakeFirst()

type Change = { role: AccessKeyRow['role']; expires_at: Date | null }

export const changeAccessKey = (tx: Executor, id: string, change: Change): Promise<AccessKeyRow> =>
  tx.updateTable('access_key').set(change).where('id', '=', id).returning(columns).executeTakeFirstOrThrow()

// As long as an endpoint's former secret signs.
const overlap = sql<Date>`now() + interval '1 day'`

/** Gives a key another secret. The one before opens too for a day, and one that was before that no longer. */
export async function rotateAccessKey(tx: Executor, id: string, hash: Buffer): Promise<AccessKeyRow> {
  return tx
    .updateTable('access_key')
    .set((eb) => ({ former_hash: eb.ref('hash'), former_until: overlap, hash }))
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
}

export async function removeAccessKey(tx: Executor, id: string): Promise<void> {
  await tx.deleteFrom('access_key').where('id', '=', id).execute()
}

// Whoever looks at it asks for days; a write for each request would be for nothing.
const useEveryMs = 60_000

async function noteUse(db: Executor, { id, last_used_at }: Pick<AccessKeyRow, 'id' | 'last_used_at'>) {
  if (last_used_at && Date.now() - last_used_at.getTime() < useEveryMs) return
  await db.updateTable('access_key').set({ last_used_at: new Date() }).where('id', '=', id).execute()
}

/** What a secret opens now, and notes that it was used; undefined for one that is unknown, removed or expired. */
export async function useAccessKey(db: Executor, site: string, hash: Buffer) {
  const row = await db
    .selectFrom('access_key')
    .select(['id', 'kind', 'name', 'role', 'last_used_at'])
    .where('site', '=', site)
    .where((eb) =>
      eb.or([
        eb('hash', '=', hash),
        eb.and([eb('former_hash', '=', hash), eb('former_until', '>', sql<Date>`now()`)]),
      ]),
    )
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', sql<Date>`now()`)]))
    .executeTakeFirst()
  if (row) await noteUse(db, row)
  return row
}
