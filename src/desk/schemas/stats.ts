import { z } from 'zod'

const instant = z.iso.datetime()
const seconds = z.number().nullable()

export const statsSchema = z.object({
  comments: z.object({
    pending: z.int(),
    published: z.int(),
    held: z.int(),
    rejected: z.int(),
    erased: z.int(),
  }),
  reports: z.object({ pending: z.int(), delivered: z.int(), failed: z.int() }),
  oldestPendingSeconds: z.number().nullable(),
})
export type Stats = z.infer<typeof statsSchema>

export const seriesQuerySchema = z.strictObject({
  from: z.iso.datetime().meta({ examples: ['2026-11-24T00:00:00Z'] }),
  to: z.iso.datetime().meta({ examples: ['2026-11-25T00:00:00Z'] }),
  by: z.enum(['hour', 'day']).default('hour'),
})

/** The middle and the ninetieth of a hundred; null where there was none. */
const timesSchema = z.object({ median: seconds, ninetieth: seconds })

export const seriesSchema = z.object({
  points: z.array(
    z.object({
      at: instant,
      received: z.int(),
      /** Decisions of the machine, and of moderators, by verdict. */
      machine: z.object({ publish: z.int(), hold: z.int(), reject: z.int() }),
      moderators: z.object({ publish: z.int(), hold: z.int(), reject: z.int() }),
      verdictSeconds: timesSchema,
      heldSeconds: timesSchema,
    }),
  ),
  byRule: z.array(z.object({ rule: z.string(), matched: z.int(), held: z.int(), rejected: z.int() })),
  bySection: z.array(
    z.object({ section: z.string().nullable(), received: z.int(), held: z.int(), rejected: z.int() }),
  ),
})
export type Series = z.infer<typeof seriesSchema>
