import { z } from 'zod'
import { commentViewSchema } from '../../http/views.js'

export const authorRecordSchema = z.object({
  author: commentViewSchema.shape.author,
  firstSeenAt: z.iso.datetime(),
  counts: z.object({
    pending: z.int(),
    published: z.int(),
    held: z.int(),
    rejected: z.int(),
    erased: z.int(),
  }),
  /** Which rules matched in the current decisions on this author's comments, the most frequent first. */
  byRule: z.array(z.object({ rule: z.string(), count: z.int() })),
  /** Every name that the author has written under, the latest first. */
  names: z.array(z.string()),
})
export type AuthorRecordAnswer = z.infer<typeof authorRecordSchema>
