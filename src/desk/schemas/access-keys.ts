import { z } from 'zod'
import { roleSchema } from './me.js'

const instant = z.iso.datetime()

const name = z.string().regex(/^[A-Za-z0-9_.@-]{1,50}$/, 'must be 1 to 50 letters, digits or . _ - @')
const days = z.int().min(1).max(730)

export const keyBodySchema = z
  .strictObject({
    name,
    /** Null or left out: until it is removed. */
    expiresInDays: days.nullish(),
  })
  .meta({ examples: [{ name: 'website' }] })

export const tokenBodySchema = z
  .strictObject({ name, role: roleSchema, expiresInDays: days })
  .meta({ examples: [{ name: 'archive', role: 'viewer', expiresInDays: 90 }] })

/** Days are counted from now. */
export const keyChangeSchema = z
  .strictObject({ expiresInDays: days.nullable() })
  .meta({ examples: [{ expiresInDays: 30 }] })

export const tokenChangeSchema = z
  .strictObject({ role: roleSchema, expiresInDays: days })
  .partial()
  .meta({ examples: [{ role: 'moderator', expiresInDays: 365 }] })

export const keySchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Set by the configuration, or made at the first start: it is changed there alone. */
  configured: z.boolean(),
  expiresAt: instant.nullable(),
  /** To the minute; of one of the configuration it is not known. */
  lastUsedAt: instant.nullable(),
  /** Until then the secret before opens too. */
  formerUntil: instant.nullable(),
  createdBy: z.string().nullable(),
  createdAt: instant.nullable(),
})
export type Key = z.infer<typeof keySchema>

/** At the desk it is called `token.` and its name. */
export const tokenSchema = keySchema.extend({ role: roleSchema })
export type Token = z.infer<typeof tokenSchema>

/** The secret is in this answer alone. */
export const madeKeySchema = keySchema.extend({ secret: z.string() })
export const madeTokenSchema = tokenSchema.extend({ secret: z.string() })
export type MadeKey = z.infer<typeof madeKeySchema>
