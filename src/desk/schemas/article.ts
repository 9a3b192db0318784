import { z } from 'zod'
import { articleModes } from '../../domain/article-mode.js'
import { storableText } from '../../domain/comment.js'
import { commentViewSchema } from '../../http/views.js'
import { itemSchema } from './item.js'

const instant = z.iso.datetime()

export const modeSchema = z.object({
  mode: z.enum(articleModes),
  reason: z.string().nullable(),
  /** Null where nobody has set one; `until` null: as long as nobody changes it. */
  by: z.string().nullable(),
  since: instant.nullable(),
  until: instant.nullable(),
})
export type Mode = z.infer<typeof modeSchema>

export const modeBodySchema = z
  .strictObject({
    mode: z.enum(articleModes),
    reason: storableText(500).refine((text) => text.trim() !== '', 'must not be empty'),
    until: instant.nullable(),
  })
  .meta({ examples: [{ mode: 'premoderate', reason: 'A quarrel has begun.', until: null }] })

/** What an article does now beside its own last day; a person decides what follows. */
export const suggestionSchema = z.object({
  mode: z.enum(['watch', 'premoderate']),
  why: z.enum(['rate', 'toxicity']),
  /** Comments in the last quarter of an hour, or the share of them that was held or rejected; and what is usual. */
  now: z.number(),
  usual: z.number(),
})

const countsSchema = z.object({ pending: z.int(), published: z.int(), held: z.int(), rejected: z.int() })

export const articleSchema = z.object({
  article: commentViewSchema.shape.article,
  mode: modeSchema,
  counts: countsSchema,
  suggestion: suggestionSchema.nullable(),
})
export type Article = z.infer<typeof articleSchema>

export const articleAnswerSchema = articleSchema.extend({
  /** The last 24 hours, an entry each. */
  rate: z.array(z.object({ at: instant, count: z.int(), held: z.int(), rejected: z.int() })),
})
export type ArticleAnswer = z.infer<typeof articleAnswerSchema>

export const articlesAnswerSchema = z.object({ items: z.array(articleSchema) })

export const threadQuerySchema = z.strictObject({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(50)
    .meta({ examples: ['100'] }),
  cursor: z.string().max(200).optional(),
})

/** Oldest first; a reply names what it replies to in `parentId`. */
export const threadAnswerSchema = z.object({ items: z.array(itemSchema), nextCursor: z.string().nullable() })
