import { z } from 'zod'
import { scoresSchema } from './labels.js'
import { verdicts } from './verdict.js'

/** A stretch of the reader's own text: UTF-16 offsets into the body, `end` exclusive. */
export const spanSchema = z.object({ start: z.int().min(0), end: z.int().min(0) })

export type Span = z.infer<typeof spanSchema>

/** One rule's match inside a decision. A shadow rule's match is recorded and does not count. */
export const reasonSchema = z.object({
  rule: z.string(),
  verdict: z.enum(verdicts),
  message: z.string(),
  /** What the newsroom says to the author; only where the rule has such a sentence. */
  reader: z.string().optional(),
  spans: z.array(spanSchema),
  shadow: z.boolean(),
})

export type Reason = z.infer<typeof reasonSchema>

export const deciderSchema = z.object({
  kind: z.enum(['machine', 'moderator']),
  id: z.string().optional(),
})

export type Decider = z.infer<typeof deciderSchema>

/** A recorded verdict as the world sees it: in answers, in reports and on the desk. */
export const decisionSchema = z.object({
  id: z.string(),
  verdict: z.enum(verdicts),
  at: z.iso.datetime(),
  by: deciderSchema,
  reasons: z.array(reasonSchema),
  scores: scoresSchema.nullable(),
  model: z.string().nullable(),
  rules: z.string().nullable(),
  missing: z.array(z.string()),
  /** The decision that a moderator took back by it; what was decided before is in force again. */
  undoes: z.string().optional(),
})

export type Decision = z.infer<typeof decisionSchema>
