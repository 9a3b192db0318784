import { z } from 'zod'
import { idSchema, storableText } from '../domain/comment.js'
import { verdicts } from '../domain/verdict.js'
import { Problem } from '../http/problems.js'
import { commentViewSchema } from '../http/views.js'
import type { Cursor } from '../store/held.js'

const recordSchema = z.object({ published: z.int(), held: z.int(), rejected: z.int() })

export const itemSchema = commentViewSchema.extend({
  record: recordSchema,
  parent: z.object({ id: z.string(), body: z.string().nullable() }).nullable(),
  lease: z.object({ moderator: z.string(), expiresAt: z.string() }).nullable(),
})

export const listQuerySchema = z.strictObject({
  status: z.enum(['pending', 'published', 'held', 'rejected']).default('held'),
  sort: z.enum(['priority', 'newest', 'oldest']).default('priority'),
  rule: storableText(200).optional(),
  section: storableText(200).optional(),
  article: idSchema.optional(),
  author: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(200).optional(),
})

export const decisionBodySchema = z.strictObject({
  verdict: z.enum(verdicts),
  reason: storableText(200)
    .refine((text) => text.trim() !== '', 'must not be empty')
    .nullish(),
  note: storableText(2_000).nullish(),
  onRevision: z.int().min(1),
})

const cursorSchema = z.tuple([z.string().regex(/^-?\d+(\.\d+)?$/), z.string().regex(/^\d{1,18}$/)])

export const writeCursor = ({ at, uid }: Cursor) =>
  Buffer.from(JSON.stringify([at, uid])).toString('base64url')

/** @throws {Problem} 400 for a cursor that this API did not give. */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined
  try {
    const [at, uid] = cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    return { at, uid }
  } catch {
    const errors = [{ pointer: '/cursor', detail: 'is not a cursor of this list' }]
    throw new Problem(400, 'The request is not valid', { errors })
  }
}
