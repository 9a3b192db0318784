// Measures the shipped model through the product's own code and writes what is found beside it.
// npm run eval -- --data FOLDER [--processes N]
import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import cliProgress from 'cli-progress'
import { messageOf, UserError } from '../../src/domain/errors.js'
import { type Model, openModel } from '../../src/model/model.js'
import { readEvaluation, writeEvaluation } from './evaluation.js'
import { figuresOf, workOf } from './figures.js'
import { svgOf, thinned } from './picture.js'
import { scorerOf } from './scorer.js'
import { readSets, type Sets } from './sets.js'
import { terminalTable } from './table.js'
import type { Point } from './workload.js'

const folder = 'models/toxicity'

async function measure(sets: Sets, model: Model, processes: number) {
  const bar = new cliProgress.SingleBar({
    format: '  [{bar}] {percentage} %, {value} of {total} texts, {duration_formatted}',
    stream: process.stderr,
    noTTYOutput: true,
    notTTYSchedule: 10_000,
  })
  const onRow = () => bar.increment()
  const onTexts = (count: number) => bar.increment(count)
  bar.start(workOf(sets), 0)
  try {
    return await figuresOf(sets, { folder, model, scorer: scorerOf(model, processes, onTexts), onRow })
  } finally {
    bar.stop()
  }
}

async function draw(reliability: readonly { said: number; found: number }[], curve: Point[]): Promise<void> {
  const reliabilityPicture = svgOf({
    title: 'News comments: said and found',
    across: 'what the model says (toxic)',
    up: 'what raters found',
    points: reliability.map(({ said, found }) => ({ x: said, y: found })),
    diagonal: true,
  })
  const workloadPicture = svgOf({
    title: 'News comments: cleared unseen and missed',
    across: 'clean comments that nobody need see',
    up: 'toxic comments missed',
    points: thinned(
      curve.map(({ cleared, missed }) => ({ x: cleared, y: missed })),
      200,
    ),
  })
  await writeFile(join(folder, 'reliability.svg'), reliabilityPicture)
  await writeFile(join(folder, 'workload.svg'), workloadPicture)
}

async function run(data: string, processes: number): Promise<void> {
  const sets = await readSets(data)
  const path = join(folder, 'evaluation.json')
  const before = await readEvaluation(path)
  const model = await openModel({ folder, processes })
  try {
    const state = model.state()
    if (!state.ready) throw new UserError(state.detail)
    const { curve, ...figures } = await measure(sets, model, processes)
    const looks = (before?.looks ?? 0) + 1
    const written = await writeEvaluation(path, { version: 1, model: state.version, looks, ...figures })
    await draw(figures.reliability, curve)
    process.stdout.write(`${terminalTable(written.measures)}\n`)
    process.stderr.write(`Written: ${path}, reliability.svg, workload.svg. Now: npm run docs\n`)
  } finally {
    await model.close()
  }
}

const { values } = parseArgs({ options: { data: { type: 'string' }, processes: { type: 'string' } } })
try {
  const processes = Number(values.processes ?? availableParallelism())
  if (values.data === undefined || !Number.isInteger(processes) || processes < 1)
    throw new UserError('Use: npm run eval -- --data FOLDER [--processes N]')
  await run(values.data, processes)
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`)
  process.exitCode = 1
}
