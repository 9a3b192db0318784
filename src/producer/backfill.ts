import { setTimeout as sleep } from 'node:timers/promises'
import { commentInputSchema } from '../domain/comment.js'
import { type FieldError, UserError } from '../domain/errors.js'
import { fieldErrors, Problem } from '../http/problems.js'
import { createGate, refusalOf, type TakeInParts, takeIn } from './intake.js'

export type Refused = { line: number; errors: FieldError[] }
export type Counts = { accepted: number; unchanged: number; refused: number }

type Line = { number: number; text: string }

const batchSize = 200
const fullPauseMs = 1_000

/** Waits while the queue is too full for more; live comments must not wait behind an archive. */
async function roomInQueue(gate: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await gate()
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 503) throw error
      await sleep(fullPauseMs)
    }
  }
}

function readLine({ number, text }: Line) {
  try {
    const parsed = commentInputSchema.safeParse(JSON.parse(text))
    if (parsed.success) return { number, input: parsed.data }
    return { number, errors: fieldErrors(parsed.error.issues) }
  } catch {
    return { number, errors: [{ pointer: '', detail: 'is not JSON' }] }
  }
}

async function takeLines(parts: TakeInParts, lines: Line[], counts: Counts): Promise<Refused[]> {
  const read = lines.filter(({ text }) => text.trim() !== '').map(readLine)
  const refused: Refused[] = read.flatMap((one) =>
    one.errors ? [{ line: one.number, errors: one.errors }] : [],
  )
  const good = read.flatMap((one) => (one.input ? [{ line: one.number, input: one.input }] : []))
  const results = await takeIn(
    parts,
    good.map(({ input }) => input),
  )
  results.forEach((result, index) => {
    if (!('comment' in result))
      refused.push({ line: good[index]?.line ?? 0, errors: refusalOf(result).errors })
    else if (result.kind === 'unchanged') counts.unchanged += 1
    else counts.accepted += 1
  })
  counts.refused += refused.length
  return refused.sort((a, b) => a.line - b.line)
}

/**
 * Takes lines of comments in, a JSON object each, the first `done` lines left out. `onBatch` hears, after each batch is
 * stored, how many lines are done and which were refused; begun again from there, nothing is left out, and what is sent
 * twice is accepted once.
 */
export async function backfill(
  parts: TakeInParts,
  lines: AsyncIterable<string>,
  done: number,
  onBatch: (done: number, refused: Refused[]) => Promise<void>,
): Promise<Counts> {
  const gate = createGate(parts)
  const counts = { accepted: 0, unchanged: 0, refused: 0 }
  let number = 0
  let batch: Line[] = []
  const flush = async () => {
    await roomInQueue(gate)
    await onBatch(number, await takeLines(parts, batch, counts))
    batch = []
  }
  for await (const text of lines) {
    number += 1
    if (number <= done) continue
    batch.push({ number, text })
    if (batch.length === batchSize) await flush()
  }
  if (number < done) throw new UserError(`It has ${number} lines, and ${done} of it were sent before.`)
  if (batch.length > 0) await flush()
  return counts
}
