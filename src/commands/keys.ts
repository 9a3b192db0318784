import { randomBytes } from 'node:crypto'
import type { Config } from '../config.js'
import { UserError } from '../domain/errors.js'
import { type Credentials, hashSecret } from '../http/auth.js'
import { storedHash, storeHash } from '../store/credentials.js'
import type { Database } from '../store/database.js'
import type { MadeKeys } from './banner.js'

const settingOf = { site: 'STET_SITE_KEY', moderator: 'STET_MODERATOR_TOKEN' } as const

/** The credentials that the settings give. @throws {UserError} naming the setting that is missing. */
export function configuredCredentials(config: Config): Credentials {
  const hashOf = (role: keyof Credentials) => {
    const secret = config[settingOf[role]]
    if (secret === undefined) throw new UserError(`${settingOf[role]} must be set: at least 24 characters.`)
    return hashSecret(secret)
  }
  return { site: hashOf('site'), moderator: hashOf('moderator') }
}

/**
 * What the embedded default opens with, and the secrets that were made just now. They are to be shown, and only then
 * `keep` makes them last: a key that is stored and was never shown would lock everyone out.
 */
export async function embeddedCredentials(config: Config, db: Database) {
  const made: MadeKeys = {}
  const hashOf = async (role: keyof Credentials) => {
    const configured = config[settingOf[role]]
    if (configured !== undefined) return hashSecret(configured)
    const stored = await storedHash(db, role)
    if (stored) return stored
    const secret = `stet_${role}_${randomBytes(24).toString('base64url')}`
    made[role] = secret
    return hashSecret(secret)
  }
  const credentials: Credentials = { site: await hashOf('site'), moderator: await hashOf('moderator') }
  const keep = async () => {
    for (const role of Object.keys(made) as (keyof Credentials)[])
      await storeHash(db, role, credentials[role])
  }
  return { credentials, made, keep }
}
