import { z } from 'zod'
import { articleModes } from './article-mode.js'
import { statuses, verdicts } from './verdict.js'

/** What is said of what happens at the desk, by the event's name. Ids only: who wants a text asks for it. */
export const eventSchemas = {
  /** It was held, edited (`pending`) or erased. */
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
  /** What came since the last event that was had is no longer kept: read everything anew. */
  missed: z.object({}),
} as const
export type EventName = keyof typeof eventSchemas
export type EventData<Name extends EventName> = z.infer<(typeof eventSchemas)[Name]>

/** An event that is kept, so that a stream which was cut can go on where it was. */
export type KeptEvent = {
  [Name in 'comment' | 'decision' | 'lease' | 'mode']: { type: Name; data: EventData<Name> }
}['comment' | 'decision' | 'lease' | 'mode']
