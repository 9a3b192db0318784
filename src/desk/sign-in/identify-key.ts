import type { Identify } from '../../http/access.js'
import { bearerOf, hashSecret } from '../../http/auth.js'
import { useAccessKey } from '../../store/access-keys.js'
import type { Database } from '../../store/database.js'

/** Knows the keys and tokens that an admin has made. A token is called so at the desk, so that it is nobody's name. */
export function identifyByKey(db: Database, site: string): Identify {
  return async (request) => {
    const secret = bearerOf(request)
    const key = secret === undefined ? undefined : await useAccessKey(db, site, hashSecret(secret))
    if (!key) return undefined
    if (key.role === null) return { kind: 'site', site }
    return { kind: 'desk', name: `token.${key.name}`, role: key.role, via: 'token' }
  }
}
