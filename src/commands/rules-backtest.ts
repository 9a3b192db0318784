import cliProgress from 'cli-progress'
import type { Config } from '../config.js'
import { type Context, site } from '../context.js'
import { type BacktestAnswer, runBacktest } from '../desk/run-backtest.js'
import { setInForce } from '../desk/set-in-force.js'
import { UserError } from '../domain/errors.js'
import type { Example } from '../rules/backtest-tally.js'
import type { TriedSet } from '../rules/backtest-trial.js'
import { readRuleSource } from '../rules/load-rule-set.js'
import { triedSet } from '../rules/tried-set.js'
import { declarations } from '../signals/all.js'
import { readDecidedReceipt } from '../store/receipts.js'
import { readArgs, readDays, readNumber } from './args.js'
import { reportLines } from './backtest-report.js'
import { besideStet } from './beside.js'

const usage =
  'Use: stet rules backtest FILE [--since 30d] [--against live] [--seconds PER_ITEM] [--sample MOST] [--json]'
const options = {
  since: { type: 'string', default: '30d' },
  against: { type: 'string' },
  // What a moderator needs to read a comment with its thread and decide: half a minute, until you measure yours.
  seconds: { type: 'string', default: '30' },
  // A minute's work, and more than enough to see a tenth of a per cent.
  sample: { type: 'string', default: '100000' },
  json: { type: 'boolean', default: false },
} as const
const shownCharacters = 160

type Asked = { since: Date; secondsPerItem: number; most: number; live: boolean; json: boolean; file: string }

function readAsked(args: string[]): Asked {
  const { values, positionals } = readArgs(args, options, 1, usage)
  const [file] = positionals
  if (file === undefined || (values.against !== undefined && values.against !== 'live'))
    throw new UserError(usage)
  return {
    file,
    since: readDays('since', values.since),
    secondsPerItem: readNumber('seconds', values.seconds, 1, 3_600),
    most: readNumber('sample', values.sample, 1_000, 100_000_000),
    live: values.against === 'live',
    json: values.json,
  }
}

async function run({ db }: Context, tried: TriedSet, asked: Asked): Promise<BacktestAnswer> {
  const against = asked.live ? await setInForce(db) : undefined
  if (asked.live && !against) throw new UserError('No rule set is in force yet: leave --against out.')
  const bar = new cliProgress.SingleBar({
    format: '  replayed [{bar}] {value}/{total}, {eta} s left',
    stream: process.stderr,
    noTTYOutput: true,
    notTTYSchedule: 5_000,
  })
  const onProgress = (done: number, of: number) => {
    bar.setTotal(of)
    bar.update(done)
  }
  bar.start(0, 0)
  try {
    return await runBacktest(db, { ...asked, site, tried, against, onProgress })
  } finally {
    bar.stop()
  }
}

// Escape sequences in a comment must not reach the terminal, nor signs that turn the direction of writing.
const unprintable = /[\s\p{Cc}\p{Cf}]+/gu

/** The examples' words, for the eyes of the one who asks: on a terminal alone, never in a file or a pipe. */
async function showTexts({ db }: Context, examples: readonly Example[]): Promise<void> {
  if (!process.stderr.isTTY || !process.stdout.isTTY) return
  for (const { decision, comment } of examples) {
    const text = (await readDecidedReceipt(db, site, decision))?.body ?? ''
    const line = text.replaceAll(unprintable, ' ').slice(0, shownCharacters)
    process.stderr.write(`  ${comment}: ${line}\n`)
  }
}

/** `stet rules backtest FILE`: what would have been decided otherwise under the rules of a file. */
export async function backtest(config: Config, args: string[]): Promise<number> {
  const asked = readAsked(args)
  const tried = triedSet(await readRuleSource(asked.file), declarations)
  return besideStet(config, async (context) => {
    const answer = await run(context, tried, asked)
    const against = asked.live ? 'what the rules in force make of it' : 'what was decided'
    const text = asked.json ? JSON.stringify(answer, null, 2) : reportLines(answer, against).join('\n')
    process.stdout.write(`${text}\n`)
    if (!asked.json) await showTexts(context, answer.examples)
    return 0
  })
}
