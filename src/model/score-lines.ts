import { z } from 'zod'
import { UserError } from '../domain/errors.js'
import type { Scores } from '../domain/labels.js'

const lineSchema = z.object({ id: z.union([z.string(), z.number()]), text: z.string() })

type Line = z.infer<typeof lineSchema>

/** More than there are processes, so that none waits for the slowest text; few enough to hold in memory. */
const inFlight = 64

/**
 * Scores NDJSON: `{id, text}` a line in, `{id, scores}` a line out, in the order they came, several at a time. Empty
 * lines are skipped. Throws a UserError that names the line and the field when one is wrong; what came before it has
 * been written then, and nothing after it.
 */
export async function scoreLines(
  score: (text: string) => Promise<Scores>,
  lines: AsyncIterable<string>,
  write: (line: string) => void | Promise<void>,
): Promise<void> {
  const results: Promise<string>[] = []
  const writeFirst = async () => write((await results.shift()) ?? '')
  let number = 0
  for await (const line of lines) {
    number += 1
    if (line.trim() === '') continue
    const result = scoreLine(score, line, number)
    // Heard when its turn to be written comes; until then a failure must not count as one that nobody hears.
    result.catch(() => {})
    results.push(result)
    if (results.length >= inFlight) await writeFirst()
  }
  while (results.length > 0) await writeFirst()
}

async function scoreLine(
  score: (text: string) => Promise<Scores>,
  line: string,
  number: number,
): Promise<string> {
  const { id, text } = parseLine(line, number)
  return JSON.stringify({ id, scores: await score(text) })
}

function parseLine(line: string, number: number): Line {
  const read = lineSchema.safeParse(jsonOf(line, number))
  if (read.success) return read.data
  const [issue] = read.error.issues
  const field = issue?.path.join('.')
  throw new UserError(`Line ${number}: ${field ? `"${field}"` : 'it'} is wrong: ${issue?.message}.`)
}

function jsonOf(line: string, number: number): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new UserError(`Line ${number} is not JSON.`)
  }
}
