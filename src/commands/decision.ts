import type { Config } from '../config.js'
import { type Context, site } from '../context.js'
import { UserError } from '../domain/errors.js'
import { differences, isReplayable, replay } from '../rules/replay.js'
import { compileStored } from '../rules/version.js'
import { declarations } from '../signals/all.js'
import { findDecision } from '../store/find-decision.js'
import { type DecidedReceipt, readDecidedReceipt } from '../store/receipts.js'
import { versionOfHash } from '../store/rule-versions.js'
import { readArgs } from './args.js'
import { besideStet } from './beside.js'

/** Why a decision that is there cannot be replayed; undefined when it can. */
function obstacle(id: string, receipt: DecidedReceipt | undefined): string | undefined {
  if (!receipt) return `Decision ${id} is a moderator's: there are no rules to replay.`
  if (receipt.rules === null) return `Decision ${id} was made without rules: the work on the comment failed.`
  return undefined
}

async function replayed({ db }: Context, id: string) {
  const receipt = await readDecidedReceipt(db, site, id)
  const why = obstacle(id, receipt)
  if (!receipt?.rules || why !== undefined) throw new UserError(why ?? `Decision ${id} cannot be replayed.`)
  const version = await versionOfHash(db, receipt.rules)
  if (!version) throw new UserError(`The rule set ${receipt.rules} of decision ${id} is not stored.`)
  const ruleSet = compileStored(version, declarations)
  if (!isReplayable(ruleSet, receipt))
    throw new UserError(
      `Decision ${id} cannot be replayed: its rules look at words, and its comment has been erased.`,
    )
  const outcome = replay(ruleSet, receipt)
  const differs = differences(receipt, outcome)
  return {
    decision: id,
    rules: receipt.rules,
    version: version.id,
    verdict: receipt.verdict,
    replayed: outcome.verdict,
    same: differs.length === 0,
    differs,
  }
}

async function showReplay(config: Config, id: string): Promise<number> {
  const result = await besideStet(config, async (context) => {
    const found = await findDecision(context.db, site, id)
    if (!found) throw new UserError(`There is no decision ${id}.`)
    return replayed(context, id)
  })
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
  process.stderr.write(
    result.same
      ? `The same verdict, by the same rules: ${result.verdict}.\n`
      : `${result.differs.join('\n')}\n`,
  )
  return result.same ? 0 : 1
}

/**
 * `stet decision ID`: one decision, by its own id, with its receipt, as JSON. With `--replay`: whether the rule set that it
 * names gives the same verdict on its receipt; 1 when it does not.
 */
export async function decision(config: Config, args: string[]): Promise<number> {
  const usage = 'Use: stet decision ID [--replay]'
  const { values, positionals } = readArgs(args, { replay: { type: 'boolean' } }, 1, usage)
  const [id] = positionals
  if (id === undefined) throw new UserError(usage)
  if (values.replay) return showReplay(config, id)
  const found = await besideStet(config, ({ db }) => findDecision(db, site, id))
  if (!found) throw new UserError(`There is no decision ${id}.`)
  process.stdout.write(`${JSON.stringify(found, null, 2)}\n`)
  return 0
}
