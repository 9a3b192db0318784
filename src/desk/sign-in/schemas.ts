import { z } from 'zod'
import { passwordLength } from './passwords.js'

// One that is to be checked, not chosen: what was once taken must go in.
const anyPassword = z.string().min(1).max(passwordLength.max)

export const noneSchema = z.object({})

export const signInSchema = z.strictObject({
  email: z.string().min(3).max(320),
  password: anyPassword,
})

/** When `twoFactorRedirect` is true, nobody is signed in before a code was given. */
export const signedInSchema = z.object({ twoFactorRedirect: z.boolean().optional() })

export const welcomeSchema = z.strictObject({
  token: z.string().min(1).max(200),
  password: z.string().max(passwordLength.max),
})

export const changePasswordSchema = z
  .strictObject({ currentPassword: anyPassword, newPassword: z.string().max(passwordLength.max) })
  // Whoever changes it may do so because another knows it.
  .transform((body) => ({ ...body, revokeOtherSessions: true }))

export const passwordSchema = z.strictObject({ password: anyPassword })

export const codeSchema = z.strictObject({ code: z.string().min(1).max(40) })

/** `totpURI` is what an app reads as a QR code. */
export const secondFactorSchema = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) })

export const spareCodesSchema = z.object({ backupCodes: z.array(z.string()) })

/** Null where the settings have no OpenID provider. */
export const waysSchema = z.object({ oidc: z.object({ name: z.string() }).nullable() })
export type Ways = z.infer<typeof waysSchema>

/** Where the page has to go, to sign in there. */
export const elsewhereSchema = z.object({ url: z.string() })
