import { z } from 'zod'
import { type CommentInput, commentInputSchema } from '../domain/comment.js'
import type { FieldError } from '../domain/errors.js'
import { fieldErrors, Problem } from '../http/problems.js'
import type { Server } from '../http/server.js'
import { batchAnswerSchema } from '../http/views.js'
import { createGate, type IntakeParts, refusalOf, takeIn } from './intake.js'

const batchMax = 1_000
// Below the ten megabytes that nobody needs: a thousand comments of an ordinary length are half a megabyte.
const batchLimitBytes = 8 * 1_048_576

/** An NDJSON body: a class of its own, for a JSON body may be a text too. */
class Lines {
  constructor(readonly text: string) {}
}

const { $schema: _, ...entrySchema } = z.toJSONSchema(commentInputSchema, { io: 'input' })

type Entry = { index: number; input: CommentInput } | { index: number; errors: FieldError[] }

function checkEntry(value: unknown, index: number): Entry {
  const parsed = commentInputSchema.safeParse(value)
  return parsed.success ? { index, input: parsed.data } : { index, errors: fieldErrors(parsed.error.issues) }
}

function parseLine(line: string, index: number): Entry {
  try {
    return checkEntry(JSON.parse(line), index)
  } catch {
    return { index, errors: [{ pointer: '', detail: 'is not JSON' }] }
  }
}

function readEntries(body: unknown): Entry[] {
  const lines = body instanceof Lines ? body.text.split('\n').filter((line) => line.trim() !== '') : undefined
  const values = lines ?? body
  if (!Array.isArray(values)) {
    const errors = [{ pointer: '', detail: 'must be an array of comments, or NDJSON' }]
    throw new Problem(400, 'The request is not valid', { errors })
  }
  if (values.length > batchMax) {
    const errors = [{ pointer: '', detail: `has ${values.length} comments, and may have ${batchMax}` }]
    throw new Problem(400, 'The request is not valid', { errors })
  }
  return lines ? lines.map(parseLine) : values.map(checkEntry)
}

async function answerBatch(parts: IntakeParts, entries: Entry[]) {
  const good = entries.flatMap((entry) => ('input' in entry ? [entry] : []))
  const rejected = entries.flatMap((entry) => ('errors' in entry ? [entry] : []))
  const results = await takeIn(
    parts,
    good.map((entry) => entry.input),
  )
  let accepted = 0
  let unchanged = 0
  results.forEach((result, position) => {
    if (!('comment' in result))
      rejected.push({ index: good[position]?.index ?? -1, errors: refusalOf(result).errors })
    else if (result.kind === 'unchanged') unchanged += 1
    else accepted += 1
  })
  return { accepted, unchanged, rejected: rejected.sort((a, b) => a.index - b.index) }
}

/** `POST /v1/comments/batch`: up to 1,000 comments; a bad one is named and spoils no other. */
export function addBatch(app: Server, parts: IntakeParts): void {
  const gate = createGate(parts)
  app.addContentTypeParser(
    ['application/x-ndjson', 'application/ndjson'],
    { parseAs: 'string' },
    (_request, body, done) => done(null, new Lines(String(body))),
  )
  const schema = {
    tags: ['site'],
    summary: 'Send many comments in',
    description: 'An array of comments, or NDJSON (application/x-ndjson): one comment a line.',
    consumes: ['application/json', 'application/x-ndjson'],
    // Unchecked here, so that a bad entry is refused alone; described as what each entry is checked against.
    body: z
      .unknown()
      .meta({ description: 'Up to 1,000 comments.', type: 'array', maxItems: batchMax, items: entrySchema }),
    response: { 202: batchAnswerSchema },
  }
  app.post(
    '/v1/comments/batch',
    { config: { access: 'site' }, schema, bodyLimit: batchLimitBytes },
    async (request, reply) => {
      await gate()
      return reply.status(202).send(await answerBatch(parts, readEntries(request.body)))
    },
  )
}
