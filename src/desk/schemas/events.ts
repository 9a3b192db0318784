import { z } from 'zod'
import { statuses, verdicts } from '../../domain/verdict.js'
import { articleModes } from './article.js'

/** What the stream of events says, by the event's name. Ids only: who wants a text asks for it. */
export const eventSchemas = {
  comment: z.object({ id: z.string(), revision: z.int(), status: z.enum(statuses) }),
  decision: z.object({
    comment: z.string(),
    decision: z.string(),
    verdict: z.enum(verdicts),
    by: z.string().nullable(),
  }),
  lease: z.object({ comment: z.string(), moderator: z.string().nullable() }),
  mode: z.object({ article: z.string(), mode: z.enum(articleModes) }),
  presence: z.object({ names: z.array(z.string()) }),
} as const
export type EventName = keyof typeof eventSchemas
export type EventData<Name extends EventName> = z.infer<(typeof eventSchemas)[Name]>

export const presenceSchema = z.object({
  items: z.array(z.object({ name: z.string(), seenAt: z.iso.datetime(), comments: z.array(z.string()) })),
})
export type Presence = z.infer<typeof presenceSchema>
