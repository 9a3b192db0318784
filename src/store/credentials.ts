import type { Executor } from './database.js'

/** The hash of a key that was made at the first start, if one was. */
export async function storedHash(db: Executor, role: 'site' | 'moderator'): Promise<Buffer | undefined> {
  const row = await db.selectFrom('credential').select('hash').where('role', '=', role).executeTakeFirst()
  return row?.hash
}

export async function storeHash(db: Executor, role: 'site' | 'moderator', hash: Buffer): Promise<void> {
  await db.insertInto('credential').values({ role, hash }).execute()
}
