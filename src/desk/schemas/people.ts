import { z } from 'zod'
import { roleSchema } from './me.js'

const instant = z.iso.datetime()

export const nameSchema = z
  .string()
  .regex(/^[A-Za-z0-9_.@-]{1,64}$/, 'must be 1 to 64 letters, digits or . _ - @')
  // So begin the names of tokens.
  .refine((name) => !name.startsWith('token.'), 'must not begin with token.')

export const emailSchema = z.email('must be an e-mail address').max(320)

export const personParams = z.object({
  name: z
    .string()
    .max(64)
    .meta({ examples: ['bea'] }),
})

export const personBodySchema = z
  .strictObject({ name: nameSchema, email: emailSchema, role: roleSchema })
  .meta({ examples: [{ name: 'cleo', email: 'cleo@news.example', role: 'moderator' }] })

export const personChangeSchema = z
  .strictObject({ email: emailSchema, role: roleSchema, disabled: z.boolean() })
  .partial()
  .meta({ examples: [{ role: 'chief' }, { disabled: true }] })

export const personSchema = z.object({
  /** What decisions show; it stays. */
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  twoFactor: z.boolean(),
  disabled: z.boolean(),
  /** Has not used the link yet. */
  invited: z.boolean(),
  /** When the latest session that goes on, or went on lately, began. */
  signedInAt: instant.nullable(),
  createdAt: instant,
})
export type Person = z.infer<typeof personSchema>

/** The link sets the person's password, once, within three days. It is in this answer alone. */
export const linkSchema = z.object({ link: z.string() })

export const invitedSchema = personSchema.extend(linkSchema.shape)
export type Invited = z.infer<typeof invitedSchema>
