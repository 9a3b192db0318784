import { createHash, randomBytes } from 'node:crypto'
import type { Executor } from '../../store/database.js'
import { storeLink } from '../../store/people.js'

// Long enough for a weekend.
const linkDays = 3

export const linkHash = (token: string) => createHash('sha256').update(token).digest()

/**
 * Makes a person's one-time link, in place of those before: whoever opens it sets their password. It is nowhere else than
 * in what is answered here.
 */
export async function makeLink(tx: Executor, personId: string, url: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await storeLink(tx, personId, linkHash(token), new Date(Date.now() + linkDays * 86_400_000))
  return `${url}/welcome?token=${token}`
}
