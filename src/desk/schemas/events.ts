import { z } from 'zod'

export const presenceSchema = z.object({
  items: z.array(z.object({ name: z.string(), seenAt: z.iso.datetime(), comments: z.array(z.string()) })),
})
export type Presence = z.infer<typeof presenceSchema>
