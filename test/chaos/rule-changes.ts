import { checkRuleSet } from '../../src/rules/check-rule-set.js'
import type { StoredReceipt } from '../../src/rules/replay.js'
import { differences, replay } from '../../src/rules/replay.js'
import type { RuleSet } from '../../src/rules/rule-set.js'
import { compileStored, versionOf } from '../../src/rules/version.js'
import { declarations } from '../../src/signals/all.js'
import { type Database, openDatabase } from '../../src/store/database.js'
import { receipts } from '../../src/store/receipts.js'
import { applyVersion, versionOfHash } from '../../src/store/rule-versions.js'
import type { Mishap } from './stage.js'

// Each set differs from the one before in what it publishes; one rule of two soon uses up its limit.
const textOf = (n: number) => `version: 1
rules:
  - { name: toxic, when: scores.toxic >= ${(0.2 + (n % 7) / 10).toFixed(1)}, then: hold, because: Is toxic }
  - { name: threat, when: scores.threat >= 0.6, then: ${n % 2 === 0 ? 'reject' : 'hold'}, because: Threatens someone }
  - { name: short-${n % 3}, when: length.characters < ${60 + 10 * n}, then: hold, because: Is short, limit: ${3 + n}, share: 0.8 }
  - { name: long, when: length.words >= ${200 - 5 * n}, then: hold, because: Is long, mode: ${n % 4 === 3 ? 'shadow' : 'live'} }
`

async function applyChange(url: string, n: number): Promise<void> {
  const db = openDatabase(url, () => undefined, 1)
  try {
    const source = { file: `change-${n}.yaml`, text: textOf(n), lists: new Map<string, string>() }
    await applyVersion(db, versionOf(source, checkRuleSet(source, declarations)), 'the chaos')
  } finally {
    await db.destroy()
  }
}

/** Changes of the rule set while comments flow, from the first comments to the last, none twice the same. */
export const ruleChanges = (count: number, databaseUrl: () => Promise<string>): Mishap[] =>
  Array.from({ length: count }, (_, n) => ({
    at: ((n + 1) / (count + 1)) * 0.9,
    name: `rules changed (${n + 1} of ${count})`,
    happen: async () => applyChange(await databaseUrl(), n),
  }))

type Decided = StoredReceipt & Parameters<typeof differences>[0] & { id: string; rules: string | null }

function faultOf(decision: Decided, ruleSet: RuleSet | undefined): string[] {
  const { id, rules } = decision
  if (rules === null) return []
  if (!ruleSet) return [`decision ${id} names the rule set ${rules}, which is not stored`]
  return differences(decision, replay(ruleSet, decision)).map((line) => `decision ${id} by ${rules}: ${line}`)
}

export type Replayed = {
  /** How many decisions name each set. */
  perSet: Record<string, number>
  /** How many saw a rule whose limit was used up. */
  overLimit: number
  wrong: string[]
}

/** Every decision of the machine judged again by the set that it names, and what differs. */
export async function replayAll(db: Database): Promise<Replayed> {
  const sets = new Map<string, RuleSet | undefined>()
  const perSet: Record<string, number> = {}
  const wrong: string[] = []
  let overLimit = 0
  for (const decision of await receipts(db, 'default').execute()) {
    const { rules } = decision
    if (rules !== null && !sets.has(rules)) {
      const version = await versionOfHash(db, rules)
      sets.set(rules, version && compileStored(version, declarations))
    }
    if (rules !== null) perSet[rules] = (perSet[rules] ?? 0) + 1
    if ((decision.circumstances?.overLimit.length ?? 0) > 0) overLimit += 1
    wrong.push(...faultOf(decision, rules === null ? undefined : sets.get(rules)))
  }
  return { perSet, overLimit, wrong }
}
