import type { z } from 'zod'
import { requireOwnOrigin } from '../../http/own-origin.js'
import type { Server } from '../../http/server.js'
import { auditOwnAct, type OwnAct, type OwnParts } from './own-acts.js'
import { passOn } from './pass-on.js'
import { refuseWeakPassword } from './passwords.js'
import {
  changePasswordSchema,
  codeSchema,
  noneSchema,
  passwordSchema,
  secondFactorSchema,
  signedInSchema,
  signInSchema,
  spareCodesSchema,
  welcomeSchema,
} from './schemas.js'

type Call = {
  path: string
  summary: string
  body: z.ZodType
  answer: z.ZodType
  problems?: number[]
  /** The field that holds a new password. */
  newPassword?: string
  /** What the audit calls it, when somebody who is signed in does it to themselves. */
  act?: OwnAct
}

/** Every call of better-auth that there is from outside; the rest of it is not reachable. */
const calls: Call[] = [
  { path: 'sign-in/email', summary: 'Sign in', body: signInSchema, answer: signedInSchema },
  { path: 'sign-out', summary: 'Sign out', body: noneSchema, answer: noneSchema },
  {
    path: 'revoke-sessions',
    summary: 'Sign out everywhere',
    act: 'sign-out-everywhere',
    body: noneSchema,
    answer: noneSchema,
  },
  {
    path: 'welcome',
    summary: 'Use a one-time link: set a password and sign in',
    body: welcomeSchema,
    answer: noneSchema,
    newPassword: 'password',
    problems: [410],
  },
  {
    path: 'change-password',
    summary: 'Change one’s own password; all other sessions end',
    body: changePasswordSchema,
    answer: noneSchema,
    newPassword: 'newPassword',
    act: 'change-password',
  },
  {
    path: 'two-factor/enable',
    summary: 'Ask for a second factor; it counts once a code of it was verified',
    body: passwordSchema,
    answer: secondFactorSchema,
  },
  {
    path: 'two-factor/verify-totp',
    summary: 'Give the code of the second factor',
    body: codeSchema,
    answer: noneSchema,
    act: 'add-second-factor',
  },
  {
    path: 'two-factor/verify-backup-code',
    summary: 'Give one of the spare codes in its place',
    body: codeSchema,
    answer: noneSchema,
  },
  {
    path: 'two-factor/generate-backup-codes',
    summary: 'Make new spare codes',
    body: passwordSchema,
    answer: spareCodesSchema,
    act: 'renew-spare-codes',
  },
  {
    path: 'two-factor/disable',
    summary: 'Do without a second factor',
    body: passwordSchema,
    answer: noneSchema,
    act: 'remove-second-factor',
  },
]

/** What has to do with signing in. */
export function addSignIn(app: Server, parts: OwnParts, publicUrl: string | undefined): void {
  const { auth } = parts
  for (const { path, summary, body, answer, newPassword, problems, act } of calls) {
    const schema = {
      tags: ['sign-in'],
      summary,
      body,
      response: { 200: answer },
      'x-problems': [401, 403, ...(problems ?? []), 429],
    }
    app.post(
      `/api/auth/${path}`,
      {
        config: { access: 'open' },
        schema,
        onRequest: async (request) => requireOwnOrigin(request, publicUrl),
      },
      async (request, reply) => {
        const fields = request.body as Record<string, unknown>
        if (newPassword !== undefined) await refuseWeakPassword(newPassword, String(fields[newPassword]))
        const done = act === undefined ? undefined : await auditOwnAct(parts, request, act)
        return passOn(await auth(), request, reply, publicUrl, fields, done)
      },
    )
  }
}
