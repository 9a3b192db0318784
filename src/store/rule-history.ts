import type { Database, Executor } from './database.js'
import { addChange, alone, type RuleChange } from './rule-versions.js'

/** A stored version without its texts, and when it was last put in force. */
export type ListedVersion = {
  id: string
  hash: string
  file: string
  rules: number
  storedAt: Date
  storedBy: string
  lastChange: { how: RuleChange['how']; at: Date; by: string } | null
  inForce: boolean
}

// A newsroom that changes its rules twice a day fills this in a year and a half.
const mostChanges = 1_000

async function changes(db: Executor): Promise<RuleChange[]> {
  const newest = await db
    .selectFrom('rule_change')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(mostChanges)
    .execute()
  return newest.reverse()
}

/** The newest versions first. */
export async function listVersions(db: Executor, limit: number): Promise<ListedVersion[]> {
  const rows = await db
    .selectFrom('rule_version')
    .select(['id', 'hash', 'file', 'rule_names', 'stored_at', 'stored_by'])
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  const record = await changes(db)
  return rows.map((row) => {
    const last = record.findLast((change) => change.version_id === row.id)
    return {
      id: row.id,
      hash: row.hash,
      file: row.file,
      rules: row.rule_names.length,
      storedAt: row.stored_at,
      storedBy: row.stored_by,
      lastChange: last ? { how: last.how, at: last.at, by: last.by } : null,
      inForce: record.at(-1)?.version_id === row.id,
    }
  })
}

/**
 * The version that was in force before the present one, going back further with each rollback: after the changes 1, 2, 3
 * and a rollback to 2, the one before is 1.
 */
export function versionBefore(record: readonly Pick<RuleChange, 'version_id' | 'how'>[]): string | undefined {
  const past: string[] = []
  for (const { version_id, how } of record) {
    const at = past.lastIndexOf(version_id)
    if (how === 'rollback' && at >= 0) past.splice(at)
    if (past.at(-1) !== version_id) past.push(version_id)
  }
  return past.at(-2)
}

/** Puts this version in force again, or the one before the present one; undefined when there is none before it. */
export async function rollBack(
  db: Database,
  by: string,
  to: string | undefined,
): Promise<RuleChange | undefined> {
  return db.transaction().execute(async (tx) => {
    await alone(tx)
    const id = to ?? versionBefore(await changes(tx))
    return id === undefined ? undefined : addChange(tx, id, 'rollback', by)
  })
}
