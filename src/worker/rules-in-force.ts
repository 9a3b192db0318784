import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../logger.js'
import { RuleSetError } from '../rules/problem.js'
import type { RuleSet } from '../rules/rule-set.js'
import { compileStored } from '../rules/version.js'
import { declarations } from '../signals/all.js'
import type { Database } from '../store/database.js'
import { type NewVersion, offerFile, readVersion, versionInForce } from '../store/rule-versions.js'
import type { RulesReport } from '../store/workers.js'

export type FollowParts = {
  db: Database
  logger: Logger
  /** The set of STET_RULES, which is in force until another is applied. */
  file: NewVersion
  /** Called when another set was taken, or one could not be. */
  onChange: () => void
}

export type RulesInForce = {
  /** The compiled set that is in force. Rejects as long as it is not known, or none could be compiled. */
  current: () => Promise<RuleSet>
  state: () => RulesReport
  stop: () => Promise<void>
}

// A set has to be taken within two seconds; the query reads one row of an index.
const pollMs = 1_000
const shownProblems = 3

type Held = { version: string; ruleSet: RuleSet }

/** What is wrong with a version, in a sentence that `/readyz` and the desk can show. */
function faultOf(version: string, hash: string, { problems }: RuleSetError): string {
  const shown = problems.slice(0, shownProblems).map(({ line, message }) => `line ${line}: ${message}`)
  return `Version ${version} (${hash}) is refused here: ${shown.join('; ')}.`
}

/** Keeps the compiled set that the database says is in force: a new one is compiled first, then swapped in whole. */
export function followRules(parts: FollowParts): RulesInForce {
  const { db, logger } = parts
  let held: Held | undefined
  let refused: { version: string; fault: string } | undefined
  let looking: Promise<void> | undefined

  const take = async (id: string) => {
    const stored = await readVersion(db, id)
    if (!stored) throw new Error(`there is no version ${id}`)
    try {
      held = { version: id, ruleSet: compileStored(stored, declarations) }
      refused = undefined
      logger.info({ version: id, rules: stored.hash }, 'rules are in force')
    } catch (err) {
      if (!(err instanceof RuleSetError)) throw err
      refused = { version: id, fault: faultOf(id, stored.hash, err) }
      logger.error({ err, version: id, kept: held?.version }, 'rules are refused: the former stay in force')
    }
    parts.onChange()
  }
  const lookOnce = async () => {
    const id = held ? await versionInForce(db) : (await offerFile(db, parts.file)).version_id
    if (id === undefined || id === refused?.version) return
    if (id !== held?.version) await take(id)
    else refused = undefined
  }
  const look = () => {
    looking ??= lookOnce().finally(() => {
      looking = undefined
    })
    return looking
  }
  const polling = poll(look, logger)
  return {
    current: async () => {
      if (!held) await look()
      if (!held) throw new Error(refused?.fault ?? 'no rules are in force')
      return held.ruleSet
    },
    state: () => ({ hash: held?.ruleSet.hash ?? null, fault: refused?.fault ?? null }),
    stop: polling.stop,
  }
}

function poll(look: () => Promise<void>, logger: Logger): { stop: () => Promise<void> } {
  const stopping = new AbortController()
  const run = async () => {
    while (!stopping.signal.aborted) {
      await look().catch((err: unknown) => logger.warn({ err }, 'could not see which rules are in force'))
      await sleep(pollMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const running = run()
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}
