import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { Problem } from './problems.js'

export type Role = 'site' | 'moderator'
/** The hashes of what opens the doors; the secrets themselves are not kept. */
export type Credentials = Record<Role, Buffer>

export const hashSecret = (secret: string) => createHash('sha256').update(secret).digest()

const whatFor: Record<Role, string> = {
  site: 'This needs a site key.',
  moderator: 'This needs a moderator token.',
}

function roleOf(credentials: Credentials, secret: string): Role | undefined {
  const hash = hashSecret(secret)
  // Hashes of equal length, compared in constant time, so that a guess learns nothing from the answer's delay.
  if (timingSafeEqual(hash, credentials.site)) return 'site'
  return timingSafeEqual(hash, credentials.moderator) ? 'moderator' : undefined
}

/** A hook that lets through only who has the role: 401 without a known credential, 403 with the other one. */
export function requireRole(credentials: Credentials, role: Role) {
  return async (request: FastifyRequest): Promise<void> => {
    const [scheme, secret] = (request.headers.authorization ?? '').split(' ')
    if (scheme?.toLowerCase() !== 'bearer' || !secret)
      throw new Problem(401, 'Not signed in', {
        detail: `${whatFor[role]} Send it as "Authorization: Bearer …".`,
      })
    const found = roleOf(credentials, secret)
    if (!found) throw new Problem(401, 'Not signed in', { detail: 'The key or token is not known.' })
    if (found !== role) throw new Problem(403, 'Not allowed', { detail: whatFor[role] })
  }
}
