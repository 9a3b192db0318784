import type { BetterAuthPlugin } from 'better-auth'
import { APIError, createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { z } from 'zod'
import { recordAudit } from '../../store/audit.js'
import type { Database } from '../../store/database.js'
import { useLink } from '../../store/people.js'
import { linkHash } from './links.js'

/** The call with which a one-time link is used: it sets the password, and its holder is signed in. */
export function welcome(db: Database, site: string) {
  const body = z.object({ token: z.string(), password: z.string() })
  const useWelcome = createAuthEndpoint('/welcome', { method: 'POST', body }, async (ctx) => {
    const { internalAdapter, password } = ctx.context
    const hashed = await password.hash(ctx.body.password)
    const person = await useLink(db, linkHash(ctx.body.token), hashed, (tx, { name }) =>
      recordAudit(tx, { site, actor: name, via: 'link', action: 'set-password', subject: `person:${name}` }),
    )
    if (!person)
      throw new APIError('GONE', { message: 'The link was used already, or is too old. Ask for another.' })
    const session = await internalAdapter.createSession(person.id)
    const user = await internalAdapter.findUserById(person.id)
    if (!user) throw new Error('the person is gone')
    await setSessionCookie(ctx, { session, user })
    return ctx.json({})
  })
  return { id: 'welcome', endpoints: { useWelcome } } satisfies BetterAuthPlugin
}
