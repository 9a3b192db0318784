import type { FastifyRequest } from 'fastify'
import { recordAudit } from '../../store/audit.js'
import type { Database } from '../../store/database.js'
import type { Auth } from './auth.js'

/** What people do to their own way in. */
export type OwnAct =
  | 'change-password'
  | 'sign-out-everywhere'
  | 'add-second-factor'
  | 'renew-spare-codes'
  | 'remove-second-factor'

export type OwnParts = { db: Database; site: string; auth: () => Promise<Auth> }

/**
 * What writes the act down, once it is done. Who does it is asked before, for their session may be over afterwards; undefined
 * for whoever only gives the code of a factor that they have.
 */
export async function auditOwnAct(
  { db, site, auth }: OwnParts,
  { headers: { cookie } }: FastifyRequest,
  action: OwnAct,
): Promise<(() => Promise<unknown>) | undefined> {
  if (cookie === undefined) return undefined
  const found = await (await auth()).api.getSession({ headers: new Headers({ cookie }) })
  if (!found || (action === 'add-second-factor' && found.user.twoFactorEnabled)) return undefined
  const { name } = found.user
  return () => recordAudit(db, { site, actor: name, via: 'session', action, subject: `person:${name}` })
}
