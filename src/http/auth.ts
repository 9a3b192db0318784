import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { DeskPrincipal, Identify } from './access.js'
import { Problem } from './problems.js'

/** The hashes of what the settings, or the first start, open the doors with; the secrets themselves are not kept. */
export type Credentials = { site: Buffer; moderator: Buffer }

export const hashSecret = (secret: string) => createHash('sha256').update(secret).digest()

/** The secret of `Authorization: Bearer …`; undefined without one. */
export function bearerOf(request: FastifyRequest): string | undefined {
  const [scheme, secret] = (request.headers.authorization ?? '').split(' ')
  return scheme?.toLowerCase() === 'bearer' && secret ? secret : undefined
}

/** The token of the settings is shared, and its holders may say in a header who they are. */
function sharedModerator(request: FastifyRequest): DeskPrincipal {
  const named = request.headers['stet-moderator'] ?? 'moderator'
  if (typeof named === 'string' && /^[\w.@-]{1,64}$/.test(named))
    return { kind: 'desk', name: named, role: 'chief', via: 'STET_MODERATOR_TOKEN' }
  const detail = 'must be 1 to 64 letters, digits or . _ - @'
  throw new Problem(400, 'The request is not valid', { errors: [{ pointer: '/stet-moderator', detail }] })
}

/** Knows whoever one of them knows; the first that does is believed. */
export const identifyByAny =
  (...ways: readonly Identify[]): Identify =>
  async (request) => {
    for (const identify of ways) {
      const principal = await identify(request)
      if (principal) return principal
    }
    return undefined
  }

/** Knows the site's key and the moderators' token of the settings. */
export function identifyBySettings(credentials: Credentials, site: string): Identify {
  return async (request) => {
    const secret = bearerOf(request)
    if (secret === undefined) return undefined
    const hash = hashSecret(secret)
    // Hashes of equal length, compared in constant time, so that a guess learns nothing from the answer's delay.
    if (timingSafeEqual(hash, credentials.site)) return { kind: 'site', site }
    return timingSafeEqual(hash, credentials.moderator) ? sharedModerator(request) : undefined
  }
}
