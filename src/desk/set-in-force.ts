import type { TriedSet } from '../rules/backtest-trial.js'
import { triedSet } from '../rules/tried-set.js'
import { sourceOf } from '../rules/version.js'
import { declarations } from '../signals/all.js'
import type { Executor } from '../store/database.js'
import { type RuleVersion, readVersion, versionInForce } from '../store/rule-versions.js'

/** The stored texts of what is in force; undefined before the first worker has ever started. */
export async function versionNow(db: Executor): Promise<RuleVersion | undefined> {
  const id = await versionInForce(db)
  return id === undefined ? undefined : readVersion(db, id)
}

/** The set that is in force, to compare another with. */
export async function setInForce(db: Executor): Promise<TriedSet | undefined> {
  const version = await versionNow(db)
  return version && triedSet(sourceOf(version), declarations)
}
