import { createReadStream } from 'node:fs'
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import cliProgress from 'cli-progress'
import { z } from 'zod'
import type { Config } from '../config.js'
import { type Context, site } from '../context.js'
import { UserError } from '../domain/errors.js'
import { backfill, type Refused } from '../producer/backfill.js'
import { besideStet } from './beside.js'

// Beside the file, so that it goes where the file goes.
const placeFile = (file: string) => `${file}.sent`

/** How many lines an earlier run of this file sent; 0 when there was none. */
async function readPlace(file: string): Promise<number> {
  const text = await readFile(placeFile(file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '0'
    throw error
  })
  const lines = z.coerce.number().int().min(0).safeParse(text)
  if (!lines.success)
    throw new UserError(`${placeFile(file)} is damaged: remove it to send ${file} from its start.`)
  return lines.data
}

/** Whole or not at all: a run that is cut off must leave the place before or the place after. */
async function writePlace(file: string, lines: number): Promise<void> {
  const half = `${placeFile(file)}.half`
  await writeFile(half, String(lines))
  await rename(half, placeFile(file))
}

const sayRefused = (refused: Refused[]) => {
  for (const line of refused) process.stdout.write(`${JSON.stringify(line)}\n`)
}

async function send(context: Context, file: string, size: number) {
  const { config, db, queues, logger } = context
  const done = await readPlace(file)
  if (done > 0) process.stderr.write(`Going on after line ${done}.\n`)
  const bar = new cliProgress.SingleBar({
    format: '  read [{bar}] {percentage} %, line {line}',
    stream: process.stderr,
    noTTYOutput: true,
    notTTYSchedule: 5_000,
  })
  bar.start(size, 0, { line: done })
  const { STET_EDIT_WINDOW_MS: editWindowMs, STET_QUEUE_MAX: queueMax } = config
  const stream = createReadStream(file)
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })
  try {
    return await backfill(
      { db, queues, logger, site, editWindowMs, queueMax },
      lines,
      done,
      async (line, refused) => {
        sayRefused(refused)
        await writePlace(file, line)
        bar.update(stream.bytesRead, { line })
      },
    )
  } finally {
    bar.stop()
  }
}

/**
 * `stet enqueue FILE.ndjson`: takes a file of comments in, a line each, as `POST /v1/comments` takes them. Lines that are
 * refused go to standard output with their errors. Stopped, it goes on where it was.
 */
export async function enqueue(config: Config, args: string[]): Promise<number> {
  const [name] = args
  if (name === undefined || args.length > 1) throw new UserError('Use: stet enqueue FILE.ndjson')
  const file = resolve(name)
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile()) throw new UserError(`There is no file ${name}.`)
  const counts = await besideStet(config, (context) => send(context, file, found.size))
  await rm(placeFile(file), { force: true })
  process.stderr.write(
    `${counts.accepted} accepted, ${counts.unchanged} known already, ${counts.refused} refused.\n`,
  )
  return counts.refused === 0 ? 0 : 1
}
