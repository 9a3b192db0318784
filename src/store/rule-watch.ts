import { sql } from 'kysely'
import type { RuleWatch } from '../domain/rule-watch.js'
import type { Executor } from './database.js'

/** What the guards last saw, and of which version. */
export type StoredWatch = { at: Date; versionId: string; ageMs: number; rules: RuleWatch[] }

/** Undefined before the guards have looked for the first time. */
export async function readWatch(db: Executor): Promise<StoredWatch | undefined> {
  return db
    .selectFrom('rule_watch')
    .select([
      'at',
      'version_id as versionId',
      'rules',
      sql<number>`extract(epoch from now() - at)::float8 * 1000`.as('ageMs'),
    ])
    .executeTakeFirst()
}

export async function writeWatch(
  db: Executor,
  versionId: string,
  rules: readonly RuleWatch[],
): Promise<void> {
  const row = { version_id: versionId, at: sql<Date>`now()`, rules: JSON.stringify(rules) }
  await db
    .insertInto('rule_watch')
    .values(row)
    .onConflict((conflict) => conflict.column('only_one').doUpdateSet(row))
    .execute()
}
