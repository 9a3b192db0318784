import { createHash } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import type { Database, Executor } from './database.js'
import type { Schema } from './schema.js'

/** A checked rule set as it is stored: what it means (`hash`), and the texts that it was made of. */
export type NewVersion = {
  hash: string
  file: string
  text: string
  lists: ReadonlyMap<string, string>
  ruleNames: readonly string[]
}

export type RuleVersion = Selectable<Schema['rule_version']>

/** One line of the record of what was in force. */
export type RuleChange = Selectable<Schema['rule_change']>

/** Whoever changes what is in force waits for whoever does so now; any number will do that is only used here. */
export const alone = (tx: Executor) => sql`select pg_advisory_xact_lock(hashtext('stet rules'))`.execute(tx)

/** Stores the texts, unless they are there already, and answers the version's number. */
export async function storeVersion(db: Executor, version: NewVersion, by: string): Promise<string> {
  const lists = [...version.lists].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const digest = createHash('sha256')
    .update(JSON.stringify([version.hash, version.text, lists]))
    .digest()
  const known = await db
    .selectFrom('rule_version')
    .select('id')
    .where('digest', '=', digest)
    .executeTakeFirst()
  if (known) return known.id
  const { id } = await db
    .insertInto('rule_version')
    .values({
      hash: version.hash,
      digest,
      file: version.file,
      text: version.text,
      lists: JSON.stringify(Object.fromEntries(lists)),
      rule_names: [...version.ruleNames],
      stored_by: by,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function lastChange(db: Executor): Promise<RuleChange | undefined> {
  return db.selectFrom('rule_change').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst()
}

/** Puts a stored version in force. The transaction must be the only one that changes what is. */
export async function addChange(
  tx: Executor,
  versionId: string,
  how: RuleChange['how'],
  by: string,
): Promise<RuleChange> {
  return tx
    .insertInto('rule_change')
    .values({ version_id: versionId, how, by })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Stores a set and puts it in force. */
export async function applyVersion(db: Database, version: NewVersion, by: string): Promise<RuleChange> {
  return db.transaction().execute(async (tx) => {
    await alone(tx)
    return addChange(tx, await storeVersion(tx, version, by), 'apply', by)
  })
}

/**
 * Puts the set of the file that the settings name in force, as long as nobody has applied another; the set is stored
 * either way. Answers the change that is in force then.
 */
export async function offerFile(db: Database, version: NewVersion): Promise<RuleChange> {
  const by = 'STET_RULES'
  return db.transaction().execute(async (tx) => {
    await alone(tx)
    const id = await storeVersion(tx, version, by)
    const last = await lastChange(tx)
    if (last && (last.how !== 'file' || last.version_id === id)) return last
    return addChange(tx, id, 'file', by)
  })
}

/** The number of the version that is in force; undefined before the first worker has ever started. */
export async function versionInForce(db: Executor): Promise<string | undefined> {
  return (await lastChange(db))?.version_id
}

export async function readVersion(db: Executor, id: string): Promise<RuleVersion | undefined> {
  return db.selectFrom('rule_version').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The newest version with this meaning: any of them gives the same verdicts. */
export async function versionOfHash(db: Executor, hash: string): Promise<RuleVersion | undefined> {
  return db
    .selectFrom('rule_version')
    .selectAll()
    .where('hash', '=', hash)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** A version by its number or by the beginning of its hash, as a person writes it. */
export async function findVersion(db: Executor, written: string): Promise<RuleVersion | undefined> {
  if (/^\d{1,9}$/.test(written)) {
    const found = await readVersion(db, written)
    if (found) return found
  }
  if (!/^[0-9a-f]{4,64}$/.test(written)) return undefined
  return db
    .selectFrom('rule_version')
    .selectAll()
    .where('hash', 'like', `${written}%`)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}
