import { z } from 'zod'
import { storableText } from '../../domain/comment.js'
import { decisionSchema } from '../../domain/decision.js'
import { skipReasons } from '../../domain/skip.js'
import { verdicts } from '../../domain/verdict.js'

const filled = (most: number) => storableText(most).refine((text) => text.trim() !== '', 'must not be empty')

export const decisionBodySchema = z
  .strictObject({
    verdict: z.enum(verdicts),
    reason: filled(200).nullish(),
    note: storableText(2_000).nullish(),
    onRevision: z.int().min(1),
    /** The decision that was on the screen: with it a moderator's word can be replaced, one's own or, by a chief, another's. */
    onDecision: z.string().max(30).nullish(),
  })
  .meta({
    examples: [{ verdict: 'reject', reason: 'Insults another reader', note: null, onRevision: 1 }],
  })
/** The answer to deciding and undoing. */
export const decidedSchema = decisionSchema.extend({
  silentForMs: z
    .int()
    .describe('How long its report is held back: an undo in this time is heard of by nobody outside.'),
})
export type Decided = z.infer<typeof decidedSchema>

export type DecisionBody = z.input<typeof decisionBodySchema>

export const noteBodySchema = z
  .strictObject({ text: filled(2_000) })
  .meta({ examples: [{ text: 'The club he means was closed in 2019.' }] })

export const skipBodySchema = z
  .strictObject({
    id: z.string().min(1).max(200),
    reason: z.enum(skipReasons),
    note: filled(2_000).nullish(),
  })
  .meta({ examples: [{ id: 'c-1', reason: 'colleague', note: 'You know this street.' }] })
export type SkipBody = z.input<typeof skipBodySchema>
