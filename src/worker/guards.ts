import type { RuleAlert, RuleWatch } from '../domain/rule-watch.js'
import type { Logger } from '../logger.js'
import { readRuleFile } from '../rules/read-rule-file.js'
import type { Rule } from '../rules/rule-schema.js'
import { meaningsOf, watchRules } from '../rules/watch.js'
import type { Database } from '../store/database.js'
import { keepHours, readLastDay, readLastHour, readRuleDays } from '../store/rule-hours.js'
import { type RuleVersion, readVersion, versionInForce, versionOfHash } from '../store/rule-versions.js'
import { readWatch, type StoredWatch, writeWatch } from '../store/rule-watch.js'
import type { Limits } from './limits.js'

export type GuardParts = { db: Database; logger: Logger; limits: Limits }

// A rule that runs wild is seen within a minute; the queries read an hour of decisions.
const everyMs = 30_000

/** The rules of a stored set; a text that this Stet cannot read has none. */
function rulesOf(version: RuleVersion | undefined): readonly Rule[] {
  const read = version && readRuleFile(version.text, version.file)
  return read && 'content' in read ? read.content.rules : []
}

type Meanings = ReadonlyMap<string, string>

async function meaningsByHash(
  db: Database,
  hashes: Iterable<string>,
): Promise<ReadonlyMap<string, Meanings>> {
  const meanings = new Map<string, Meanings>()
  for (const hash of new Set(hashes)) meanings.set(hash, meaningsOf(rulesOf(await versionOfHash(db, hash))))
  return meanings
}

async function look(
  { db, limits }: GuardParts,
  rules: readonly Rule[],
  before: readonly RuleWatch[],
): Promise<RuleWatch[]> {
  const [days, lastHour, lastDay] = [await readRuleDays(db), await readLastHour(db), await readLastDay(db)]
  const countedToday = await limits.countedToday()
  const byHash = await meaningsByHash(
    db,
    [...days, ...lastHour].map((one) => one.rules),
  )
  const inForce = meaningsOf(rules)
  const isSame = (hash: string, rule: string) => byHash.get(hash)?.get(rule) === inForce.get(rule)
  const seen = { days, lastHour, lastDay, countedToday, now: new Date(), isSame }
  return watchRules(rules, seen, before)
}

const alertsOf = (rules: readonly RuleWatch[]) =>
  rules.flatMap(({ rule, alerts }) =>
    alerts.map((alert): RuleAlert & { rule: string } => ({ rule, ...alert })),
  )

/** Says each alert once when it comes and once when it has gone, whichever worker sees it. */
function tell(logger: Logger, before: readonly RuleWatch[], now: readonly RuleWatch[]): void {
  const [known, seen] = [alertsOf(before), alertsOf(now)]
  const without = (some: typeof known, others: typeof known) =>
    some.filter(({ rule, kind }) => !others.some((other) => other.rule === rule && other.kind === kind))
  for (const { rule, kind, detail } of without(seen, known))
    logger.warn({ rule, alert: kind, detail }, 'a rule alerts')
  for (const { rule, kind } of without(known, seen))
    logger.info({ rule, alert: kind }, 'a rule has stopped alerting')
}

const isFresh = (last: StoredWatch | undefined, version: string) =>
  last?.versionId === version && last.ageMs < everyMs

/**
 * Looks at what the rules in force have matched of late, unless a worker has just done so, and keeps what it sees for the
 * desk and the metrics.
 */
export async function guardRules(parts: GuardParts): Promise<void> {
  const { db, logger } = parts
  const version = await versionInForce(db)
  const last = await readWatch(db)
  if (version === undefined || isFresh(last, version)) return
  await keepHours(db)
  const before = last?.rules ?? []
  const rules = await look(parts, rulesOf(await readVersion(db, version)), before)
  await writeWatch(db, version, rules)
  tell(logger, before, rules)
}
