import type { Config } from '../config.js'
import { site } from '../context.js'
import { UserError } from '../domain/errors.js'
import { type Label, labels } from '../domain/labels.js'
import { type MeasuredThreshold, readThresholds } from '../model/thresholds.js'
import { suggest } from '../rules/suggest.js'
import { type PricedThreshold, priceThresholds, tooFew } from '../rules/thresholds.js'
import { countScores, type ScoreCounts } from '../store/score-counts.js'
import { readArgs, readDays, readNumber } from './args.js'
import { besideStet } from './beside.js'
import { howToRead, thresholdTable } from './rules-thresholds-report.js'

const usage = 'Use: stet rules thresholds LABEL [--since 30d] [--seconds PER_ITEM] [--json]'
const options = {
  since: { type: 'string', default: '30d' },
  // As `stet rules backtest` has it.
  seconds: { type: 'string', default: '30' },
  json: { type: 'boolean', default: false },
} as const
const dayMs = 86_400_000

function readLabel(text: string | undefined): Label {
  if (text === undefined) throw new UserError(usage)
  const label = labels.find((one) => one === text)
  if (label) return label
  throw new UserError(
    `There is no label ${text}${suggest(text, labels) || `: there is ${labels.join(', ')}`}`,
  )
}

function priced(
  table: readonly MeasuredThreshold[],
  rows: number,
  { since, counts }: ScoreCounts,
  secondsPerItem: number,
): PricedThreshold[] {
  const days = Math.max(1, (Date.now() - (since?.getTime() ?? Date.now())) / dayMs)
  const thresholds = table.map((row, at) => {
    const none = { decisions: 0, published: 0, rejected: 0 }
    return { ...row, ...(counts.find(({ reached }) => reached === at + 1) ?? none) }
  })
  return priceThresholds({ thresholds, rows, days, secondsPerItem })
}

const total = ({ counts }: ScoreCounts) => ({
  decisions: counts.reduce((sum, { decisions }) => sum + decisions, 0),
  verdicts: counts.reduce((sum, { published, rejected }) => sum + published + rejected, 0),
})

/**
 * `stet rules thresholds LABEL`: what each threshold of a score costs moderators and leaves out. 1 when there are too few
 * decisions to say so.
 */
export async function thresholds(config: Config, args: string[]): Promise<number> {
  const { values, positionals } = readArgs(args, options, 1, usage)
  const label = readLabel(positionals[0])
  const since = readDays('since', values.since)
  const secondsPerItem = readNumber('seconds', values.seconds, 1, 3_600)
  const { model, rows, labels: tables } = await readThresholds(config.STET_MODEL, config.STET_NATURAL_SHARE)
  const table = tables[label]
  if (!table) throw new UserError(`The model's thresholds.json says nothing of ${label}.`)
  const steps = table.map(({ threshold }) => threshold)
  const counted = await besideStet(config, ({ db }) => countScores(db, label, steps, { site, model, since }))
  const reason = tooFew(total(counted))
  if (reason !== undefined) {
    process.stderr.write(`${reason}\n`)
    return 1
  }
  const result = priced(table, rows, counted, secondsPerItem)
  const text = values.json ? JSON.stringify(result, null, 2) : thresholdTable(result).join('\n')
  process.stdout.write(`${text}\n`)
  if (!values.json) process.stderr.write(`${howToRead.join('\n')}\n`)
  return 0
}
