import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Config } from '../config.js'
import { UserError } from '../domain/errors.js'
import { normalise } from '../domain/normalise.js'
import { type Model, openModel } from '../model/model.js'
import { scoreLines } from '../model/score-lines.js'
import { readArgs } from './args.js'

const usage = 'Use: stet model info, stet model score TEXT or --file FILE.'

const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)

/** The model of the settings, ready. @throws {UserError} saying why it is not. */
export async function openedModel(config: Config, processes: number): Promise<Model> {
  const { STET_MODEL: folder, STET_NATURAL_SHARE: naturalShare } = config
  const model = await openModel({ folder, processes, naturalShare })
  const state = model.state()
  if (state.ready) return model
  await model.close()
  throw new UserError(state.detail)
}

async function scoreFile(model: Model, file: string): Promise<void> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })
  await scoreLines(
    (text) => model.score(normalise(text).text),
    lines,
    (line) => void process.stdout.write(`${line}\n`),
  )
}

/** `stet model info`, `stet model score TEXT`, `stet model score --file FILE.ndjson`. */
export async function model(config: Config, args: string[]): Promise<number> {
  const { values, positionals } = readArgs(args, { file: { type: 'string' } }, 2, usage)
  const [action, text] = positionals
  const score = action === 'score' && (text === undefined) !== (values.file === undefined)
  if (action !== 'info' && !score) throw new UserError(usage)
  const open = await openedModel(config, values.file === undefined ? 1 : config.STET_INFERENCE_PROCESSES)
  try {
    if (values.file !== undefined) await scoreFile(open, values.file)
    else if (text !== undefined) print(await open.score(normalise(text).text))
    else print({ folder: config.STET_MODEL, ...open.state() })
    return 0
  } finally {
    await open.close()
  }
}
