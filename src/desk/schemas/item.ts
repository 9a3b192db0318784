import { z } from 'zod'
import { decisionSchema } from '../../domain/decision.js'
import { statuses } from '../../domain/verdict.js'
import { commentViewSchema } from '../../http/views.js'

const instant = z.iso.datetime()

export const recordSchema = z.object({ published: z.int(), held: z.int(), rejected: z.int() })

export const leaseSchema = z.object({ moderator: z.string(), expiresAt: instant })

/** A comment with all that a moderator needs to decide on it. */
export const itemSchema = commentViewSchema.omit({ receipt: true }).extend({
  /** As the site sent it, or as it was told from the text; null when neither is known. */
  language: z.string().nullable(),
  /** What the machine last said of this revision, with its spans and scores, whatever came after. */
  judgement: decisionSchema.nullable(),
  /** The author's other comments, of the last thousand. */
  record: recordSchema,
  parent: z
    .object({
      id: z.string(),
      body: z.string().nullable(),
      author: z.object({ id: z.string(), name: z.string().nullable() }),
      status: z.enum(statuses),
    })
    .nullable(),
  lease: leaseSchema.nullable(),
  /** How many notes moderators have left on it, and how many times its text was changed. */
  notes: z.int(),
  edits: z.int(),
  /** Who has left it to others, the first first. */
  skippedBy: z.array(z.string()),
  /** Since when its present text has waited for a verdict that stands. */
  waitingSince: instant,
})
export type Item = z.infer<typeof itemSchema>

export const noteSchema = z.object({ id: z.string(), by: z.string(), at: instant, text: z.string() })
export type Note = z.infer<typeof noteSchema>

/** All texts that a comment has had and all that was decided on it, oldest first. */
export const historySchema = z.object({
  revisions: z.array(z.object({ revision: z.int(), body: z.string().nullable(), at: instant })),
  decisions: z.array(
    decisionSchema.extend({ revision: z.int(), note: z.string().nullable(), undoes: z.string().nullable() }),
  ),
  notes: z.array(noteSchema),
})
export type History = z.infer<typeof historySchema>
