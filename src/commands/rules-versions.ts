import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../config.js'
import { UserError } from '../domain/errors.js'
import type { RuleSource } from '../rules/check-rule-set.js'
import { diffLines, diffRuleSets } from '../rules/diff.js'
import { readRuleSource } from '../rules/load-rule-set.js'
import { sourceOf, versionOf } from '../rules/version.js'
import type { Database } from '../store/database.js'
import { listVersions, rollBack } from '../store/rule-history.js'
import { applyVersion, findVersion, readVersion, versionInForce } from '../store/rule-versions.js'
import { livingRules } from '../store/workers.js'
import { readArgs } from './args.js'
import { besideStet } from './beside.js'
import { provenByDecisions } from './decided-tests.js'
import { provenRules } from './rule-tests.js'

const say = (line: string) => process.stderr.write(`${line}\n`)
const print = (line: string) => process.stdout.write(`${line}\n`)
const who = { by: { type: 'string' } } as const
// Workers look every second and say at once what they found; longer than this, one is stuck.
const takenWithinMs = 5_000
const pollMs = 100
const listed = 50

/** Waits until every worker judges by the set or refuses it. Answers the exit code. */
async function untilTaken(db: Database, hash: string): Promise<number> {
  for (const deadline = Date.now() + takenWithinMs; ; await sleep(pollMs)) {
    const workers = await livingRules(db)
    if (workers.length === 0) {
      say('No worker is running: the next one that starts takes it.')
      return 0
    }
    const refusal = workers.find(({ fault }) => fault?.includes(hash))
    if (refusal) {
      say(`${refusal.fault} ${refusal.hash ?? 'Nothing'} stays in force there.`)
      return 1
    }
    const taken = workers.filter((worker) => worker.hash === hash).length
    if (taken === workers.length) {
      say(`${taken} of ${taken} workers judge by it.`)
      return 0
    }
    if (Date.now() > deadline) {
      say(`${taken} of ${workers.length} workers judge by it; /readyz says what the others wait for.`)
      return 1
    }
  }
}

/** `stet rules apply FILE [--by NAME]`: checks a file, runs its tests, stores it and puts it in force. */
export async function apply(config: Config, args: string[]): Promise<number> {
  const usage = 'Use: stet rules apply FILE [--by NAME]'
  const { values, positionals } = readArgs(args, who, 1, usage)
  const [file] = positionals
  if (file === undefined) throw new UserError(usage)
  const source = await readRuleSource(file)
  const { ruleSet } = await provenRules(config, source)
  const version = versionOf(source, ruleSet)
  return besideStet(config, async ({ db }) => {
    const proof = await provenByDecisions(db, source)
    if (proof !== undefined) say(proof)
    const { version_id } = await applyVersion(db, version, values.by ?? userInfo().username)
    say(`Version ${version_id} (${version.hash}, ${version.ruleNames.length} rules) is in force.`)
    return untilTaken(db, version.hash)
  })
}

/** `stet rules rollback [VERSION] [--by NAME]`: puts the version before in force again, or the one that is named. */
export async function rollback(config: Config, args: string[]): Promise<number> {
  const { values, positionals } = readArgs(args, who, 1, 'Use: stet rules rollback [VERSION] [--by NAME]')
  return besideStet(config, async ({ db }) => {
    const [written] = positionals
    const to = written === undefined ? undefined : await findVersion(db, written)
    if (written !== undefined && !to)
      throw new UserError(`There is no version ${written}: stet rules list shows them.`)
    const change = await rollBack(db, values.by ?? userInfo().username, to?.id)
    if (!change) throw new UserError('No other version was in force before this one.')
    const version = await readVersion(db, change.version_id)
    if (!version) throw new Error(`version ${change.version_id} is gone`)
    say(`Version ${version.id} (${version.hash}) is in force again.`)
    return untilTaken(db, version.hash)
  })
}

/** `stet rules list`: the versions, the newest first; an arrow shows which is in force. */
export async function list(config: Config, args: string[]): Promise<number> {
  readArgs(args, {}, 0, 'Use: stet rules list')
  const versions = await besideStet(config, ({ db }) => listVersions(db, listed))
  const words = { file: 'at the start', apply: 'applied', rollback: 'rolled back to' }
  for (const { id, hash, rules, file, inForce, lastChange, storedBy } of versions) {
    const last = lastChange
      ? `${words[lastChange.how]} ${lastChange.at.toISOString()} by ${lastChange.by}`
      : `stored by ${storedBy}, never in force`
    print(
      `${inForce ? '→' : ' '} ${id.padStart(4)}  ${hash}  ${`${rules}`.padStart(3)} rules  ${file}  ${last}`,
    )
  }
  if (versions.length === 0) say('No rule set is stored yet: the first worker that starts stores one.')
  return 0
}

/** A set by what a person calls it: a version, the beginning of a hash, `live`, or a file. */
async function namedSource(db: Database, written: string): Promise<RuleSource> {
  const id = written === 'live' ? await versionInForce(db) : undefined
  const version = id === undefined ? await findVersion(db, written) : await readVersion(db, id)
  if (version) return sourceOf(version)
  if (existsSync(written)) return readRuleSource(written)
  throw new UserError(`There is no version and no file ${written}.`)
}

/** `stet rules show VERSION`: the text of a version's file. */
export async function show(config: Config, args: string[]): Promise<number> {
  const usage = 'Use: stet rules show VERSION'
  const [written] = readArgs(args, {}, 1, usage).positionals
  if (written === undefined) throw new UserError(usage)
  const { text } = await besideStet(config, ({ db }) => namedSource(db, written))
  process.stdout.write(text)
  return 0
}

/** `stet rules diff A B`: what differs between two sets: versions, hashes, `live`, or files. */
export async function diff(config: Config, args: string[]): Promise<number> {
  const usage = 'Use: stet rules diff A B, each a version, a hash, live or a file'
  const [a, b] = readArgs(args, {}, 2, usage).positionals
  if (a === undefined || b === undefined) throw new UserError(usage)
  const lines = await besideStet(config, async ({ db }) =>
    diffLines(diffRuleSets(await namedSource(db, a), await namedSource(db, b))),
  )
  for (const line of lines) print(line)
  if (lines.length === 0) say('Nothing differs in what they mean.')
  return 0
}
