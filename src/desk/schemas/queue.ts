import { z } from 'zod'
import { idSchema, storableText } from '../../domain/comment.js'
import { labels } from '../../domain/labels.js'
import { itemSchema } from './item.js'

const text = storableText(200).optional()
const share = z.coerce.number().min(0).max(1).optional()
const minutes = z.coerce.number().int().min(0).max(5_256_000).optional()

/** What narrows the queue. */
export const filterSchema = z.strictObject({
  rule: text.describe('A rule that the machine’s judgement rests on.'),
  label: z
    .enum(labels)
    .optional()
    .describe(
      'The score that `minScore` and `maxScore` are about, else the highest; alone, it is 0.5 at least.',
    ),
  section: text.meta({ examples: ['local'] }),
  article: idSchema.optional(),
  author: idSchema.optional(),
  language: text.describe('As the site said, or as the text tells; `pt` finds `pt-BR` as well.'),
  minAgeMinutes: minutes,
  maxAgeMinutes: minutes,
  minScore: share,
  maxScore: share,
  q: text.describe('Words that stand in the text, each of them and in any case.'),
})
export type Filter = z.infer<typeof filterSchema>

const sort = z
  .enum(['priority', 'newest', 'oldest'])
  .default('priority')
  .meta({ examples: ['oldest'] })
const status = z.enum(['pending', 'published', 'held', 'rejected']).default('held')

export const countQuerySchema = filterSchema.extend({ status })

export const listQuerySchema = countQuerySchema.extend({
  sort,
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(200).optional(),
})

export const listAnswerSchema = z.object({ items: z.array(itemSchema), nextCursor: z.string().nullable() })
export type ListAnswer = z.infer<typeof listAnswerSchema>

export const claimBodySchema = filterSchema
  .extend({
    sort,
    count: z.int().min(1).max(50).default(1),
    ids: z
      .array(idSchema)
      .min(1)
      .max(50)
      .optional()
      .describe(
        'These and no others, whatever the rest says: such as wait and nobody else has, one’s own too.',
      ),
  })
  .meta({ examples: [{ count: 5, section: 'local' }] })
export type ClaimBody = z.input<typeof claimBodySchema>

export const leaseIdsSchema = z
  .strictObject({ ids: z.array(idSchema).min(1).max(100) })
  .meta({ examples: [{ ids: ['c-1', 'c-3'] }] })
