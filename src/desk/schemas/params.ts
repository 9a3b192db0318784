import { z } from 'zod'
import { idSchema } from '../../domain/comment.js'

/** What an address names; the examples are those of the site's documents. */
export const commentParams = z.object({ id: idSchema.meta({ examples: ['c-1'] }) })
export const articleParams = z.object({ id: idSchema.meta({ examples: ['n-42'] }) })
export const authorParams = z.object({ id: idSchema.meta({ examples: ['a-7'] }) })

/** A number of ours: of a decision, or of a bulk act. */
export const numberParams = z.object({
  id: z
    .string()
    .regex(/^\d{1,18}$/, 'must be a number')
    .meta({ examples: ['17'] }),
})
