import type { Config } from '../config.js'
import { site } from '../context.js'
import { UserError } from '../domain/errors.js'
import { findDecision } from '../store/find-decision.js'
import { besideStet } from './beside.js'

/** `stet decision ID`: one decision, by its own id, with its receipt, as JSON. */
export async function decision(config: Config, args: string[]): Promise<number> {
  const [id] = args
  if (id === undefined || args.length > 1) throw new UserError('Use: stet decision ID')
  const found = await besideStet(config, ({ db }) => findDecision(db, site, id))
  if (!found) throw new UserError(`There is no decision ${id}.`)
  process.stdout.write(`${JSON.stringify(found, null, 2)}\n`)
  return 0
}
