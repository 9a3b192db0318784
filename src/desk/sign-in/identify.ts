import type { DeskPrincipal, Identify } from '../../http/access.js'
import { requireOwnOrigin } from '../../http/own-origin.js'
import { roleSchema } from '../schemas/me.js'
import type { Auth } from './auth.js'

type Found = NonNullable<Awaited<ReturnType<Auth['api']['getSession']>>>

const principalOf = ({ user }: Found): DeskPrincipal => ({
  kind: 'desk',
  name: user.name,
  role: roleSchema.parse(user.role),
  via: 'session',
  person: { email: user.email, twoFactor: user.twoFactorEnabled ?? false },
})

/** Knows people by the cookie of their session. What is sent with it must come from our own page. */
export function identifyBySession(auth: () => Promise<Auth>, publicUrl: string | undefined): Identify {
  return async (request) => {
    const { cookie, authorization } = request.headers
    // Who comes with a key is not asked for more.
    if (cookie === undefined || authorization !== undefined) return undefined
    const found = await (await auth()).api.getSession({ headers: new Headers({ cookie }) })
    if (!found || found.user.disabledAt) return undefined
    requireOwnOrigin(request, publicUrl)
    return principalOf(found)
  }
}
