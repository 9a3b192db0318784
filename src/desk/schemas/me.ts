import { z } from 'zod'
import { roles } from '../../domain/role.js'

export const roleSchema = z.enum(roles)

export const meSchema = z.object({
  name: z.string(),
  role: roleSchema,
  via: z.string(),
  /** Null for a token. */
  email: z.string().nullable(),
  twoFactor: z.boolean(),
})
export type Me = z.infer<typeof meSchema>

/** One's own wishes for the page. */
export const mySettingsSchema = z.strictObject({
  /** Harsh text is shown once it is focused. */
  masked: z.boolean().default(false),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Keys in place of the usual ones, by action. */
  keys: z
    .record(z.string().min(1).max(40), z.string().min(1).max(20))
    .refine((keys) => Object.keys(keys).length <= 100, 'must be 100 at most')
    .default({}),
})
export type MySettings = z.infer<typeof mySettingsSchema>
