import type { Executor } from './database.js'

/** What one wishes of the page, as it was stored; undefined for one who never said. */
export async function readSettings(db: Executor, name: string): Promise<unknown> {
  const row = await db
    .selectFrom('desk_settings')
    .select('settings')
    .where('name', '=', name)
    .executeTakeFirst()
  return row?.settings
}

export async function writeSettings(db: Executor, name: string, wishes: object): Promise<void> {
  const settings = JSON.stringify(wishes)
  await db
    .insertInto('desk_settings')
    .values({ name, settings })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ settings }))
    .execute()
}
