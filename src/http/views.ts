import { z } from 'zod'
import { decisionSchema } from '../domain/decision.js'
import { statuses } from '../domain/verdict.js'

export const acceptedSchema = z.object({ id: z.string(), revision: z.int(), status: z.literal('pending') })

export const receiptSchema = z.object({
  signals: z.record(z.string(), z.unknown()),
  timings: z.record(z.string(), z.number()),
  note: z.string().nullable(),
  /** What the rules were told beside the signals; null in a moderator's. */
  circumstances: z
    .object({ now: z.string(), overLimit: z.array(z.string()), lists: z.record(z.string(), z.unknown()) })
    .nullable(),
})

export const commentViewSchema = z.object({
  id: z.string(),
  revision: z.int(),
  status: z.enum(statuses),
  body: z.string().nullable(),
  article: z.object({
    id: z.string(),
    url: z.string().nullable(),
    title: z.string().nullable(),
    section: z.string().nullable(),
  }),
  author: z.object({
    id: z.string(),
    name: z.string().nullable(),
    joinedAt: z.string().nullable(),
    role: z.enum(['reader', 'trusted', 'staff']),
  }),
  parentId: z.string().nullable(),
  createdAt: z.string(),
  decision: decisionSchema.nullable(),
  receipt: receiptSchema.nullish(),
})

export const batchAnswerSchema = z.object({
  accepted: z.int(),
  unchanged: z.int(),
  rejected: z.array(
    z.object({ index: z.int(), errors: z.array(z.object({ pointer: z.string(), detail: z.string() })) }),
  ),
})
