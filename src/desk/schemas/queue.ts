import { z } from 'zod'
import { idSchema, storableText } from '../../domain/comment.js'
import { labels } from '../../domain/labels.js'
import { itemSchema } from './item.js'

const text = storableText(200).optional()
const share = z.coerce.number().min(0).max(1).optional()
const minutes = z.coerce.number().int().min(0).max(5_256_000).optional()

/** What narrows the queue; `label` is a score's name, for which `minScore` and `maxScore` are asked (else the highest). */
export const filterSchema = z.strictObject({
  rule: text,
  label: z.enum(labels).optional(),
  section: text,
  article: idSchema.optional(),
  author: idSchema.optional(),
  language: text,
  minAgeMinutes: minutes,
  maxAgeMinutes: minutes,
  minScore: share,
  maxScore: share,
  /** Words that stand in the text, in any case. */
  q: text,
})
export type Filter = z.infer<typeof filterSchema>

const sort = z.enum(['priority', 'newest', 'oldest']).default('priority')

export const listQuerySchema = filterSchema.extend({
  status: z.enum(['pending', 'published', 'held', 'rejected']).default('held'),
  sort,
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(200).optional(),
})

export const listAnswerSchema = z.object({ items: z.array(itemSchema), nextCursor: z.string().nullable() })
export type ListAnswer = z.infer<typeof listAnswerSchema>

export const claimBodySchema = filterSchema.extend({ sort, count: z.int().min(1).max(50).default(1) })
export type ClaimBody = z.input<typeof claimBodySchema>

export const leaseIdsSchema = z.strictObject({ ids: z.array(idSchema).min(1).max(100) })
