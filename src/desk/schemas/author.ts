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
  /** Which rules the machine's judgements of the last thousand comments rest on, the most frequent first. */
  byRule: z.array(z.object({ rule: z.string(), count: z.int() })),
  /** The names under which they were written, the latest first. */
  names: z.array(z.string()),
})
export type AuthorRecordAnswer = z.infer<typeof authorRecordSchema>
