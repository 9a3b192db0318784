import { z } from 'zod'
import { idSchema } from '../../domain/comment.js'
import { decisionBodySchema } from './decision.js'

/** More at once is no longer a decision that someone has looked at. */
export const bulkMost = 500

export const selectionSchema = z.union([
  z.strictObject({
    ids: z
      .array(z.strictObject({ id: idSchema, onRevision: z.int().min(1) }))
      .min(1)
      .max(bulkMost),
  }),
  // All that is held by the author on the article.
  z.strictObject({ author: idSchema, article: idSchema }),
])
export type Selection = z.infer<typeof selectionSchema>

export const bulkPreviewBodySchema = z
  .strictObject({ selection: selectionSchema })
  .meta({ examples: [{ selection: { author: 'a-7', article: 'n-42' } }] })

/** `token` pins what was shown, ids and revisions: what changes afterwards is a conflict, never decided unseen. */
export const bulkPreviewSchema = z.object({
  count: z.int(),
  /** How many more there are than can be decided on at once. */
  left: z.int(),
  samples: z.array(z.object({ id: z.string(), body: z.string().nullable(), author: z.string().nullable() })),
  token: z.string(),
})
export type BulkPreview = z.infer<typeof bulkPreviewSchema>

export const bulkBodySchema = decisionBodySchema
  .pick({ verdict: true, reason: true, note: true })
  .extend({ token: z.uuid() })
  .meta({
    examples: [
      { verdict: 'reject', reason: 'Advertising', note: null, token: '3f0f5f0e-6c0e-4a54-9d3c-6a2c6f7a1b11' },
    ],
  })

export const bulkAnswerSchema = z.object({
  id: z.string(),
  decided: z.array(z.object({ id: z.string(), decision: z.string() })),
  conflicts: z.array(z.object({ id: z.string(), detail: z.string() })),
})
export type BulkAnswer = z.infer<typeof bulkAnswerSchema>
