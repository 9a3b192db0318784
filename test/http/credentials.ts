import type { MadeKey } from '../../src/desk/schemas/access-keys.js'
import { type Role, roles } from '../../src/domain/role.js'
import { deskAs } from '../helpers/desk-as.js'
import { signedIn } from '../helpers/signed-in.js'
import { moderatorToken, siteKey, type TestStet } from '../helpers/stet.js'

/** What a caller comes with, and whom it makes them: a role, a site, or nobody. */
export type Credential = { name: string; headers: Record<string, string>; is: Role | 'site' | 'nobody' }

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })

/** Sessions, of whom the ways to end one leave nobody. */
async function sessions(stet: TestStet, role: Role): Promise<Credential[]> {
  const { db } = stet.context
  const start = async (how: string) => {
    const name = `${role}-${how}`
    const headers = { cookie: (await signedIn(stet, name, role)).cookieHeader(), origin: stet.url }
    return { name, headers, personId: db.selectFrom('person').select('id').where('name', '=', name) }
  }
  const [open, foreign, expired, revoked, disabled, removed] = await Promise.all(
    ['open', 'foreign', 'expired', 'revoked', 'disabled', 'removed'].map(start),
  )
  if (!open || !foreign || !expired || !revoked || !disabled || !removed) throw new Error('too few')
  const past = new Date(Date.now() - 1_000)
  await db
    .updateTable('session')
    .set({ expires_at: past })
    .where('person_id', '=', expired.personId)
    .execute()
  await db.deleteFrom('session').where('person_id', '=', revoked.personId).execute()
  await db.updateTable('person').set({ disabled_at: past }).where('name', '=', disabled.name).execute()
  await db.deleteFrom('person').where('name', '=', removed.name).execute()
  const forged = open.headers.cookie.replace(/=./, (start) => (start === '=A' ? '=B' : '=A'))
  return [
    { name: `the session of a ${role}`, headers: open.headers, is: role },
    ...[expired, revoked, disabled, removed].map(
      ({ name, headers }): Credential => ({ name: `the session ${name}`, headers, is: 'nobody' }),
    ),
    { name: `a forged session of a ${role}`, headers: { cookie: forged, origin: stet.url }, is: 'nobody' },
  ]
}

/** What an admin makes: good, expired, of another site, removed. */
async function keys(stet: TestStet, path: string, body: object, is: Role | 'site'): Promise<Credential[]> {
  const { db } = stet.context
  const admin = await deskAs(stet, 'admin', 'anna')
  const start = async (how: string) => {
    const name = `${is}-${how}`
    const { body: made } = await admin.call<MadeKey>('POST', path, { ...body, name })
    return { name, id: made.id, headers: bearer(made.secret) }
  }
  const made = await Promise.all(['good', 'expired', 'foreign', 'removed'].map(start))
  const [good, expired, foreign, removed] = made
  if (!good || !expired || !foreign || !removed) throw new Error('too few')
  const past = new Date(Date.now() - 1_000)
  await db.updateTable('access_key').set({ expires_at: past }).where('id', '=', expired.id).execute()
  await db.updateTable('access_key').set({ site: 'another' }).where('id', '=', foreign.id).execute()
  await db.deleteFrom('access_key').where('id', '=', removed.id).execute()
  await admin.stop()
  return made.map(({ name, headers }) => ({
    name: `${path} ${name}`,
    headers,
    is: headers === good.headers ? is : 'nobody',
  }))
}

/** Every kind of credential that there is, good and bad. */
export async function everyCredential(stet: TestStet): Promise<Credential[]> {
  const made: Credential[] = [
    { name: 'nothing', headers: {}, is: 'nobody' },
    { name: 'a wrong key', headers: bearer('not-a-key-of-anybody-here'), is: 'nobody' },
    { name: 'a key that is no bearer’s', headers: { authorization: siteKey }, is: 'nobody' },
    { name: 'a wrong cookie', headers: { cookie: 'stet.session_token=x.y', origin: stet.url }, is: 'nobody' },
    { name: 'the site key of the settings', headers: bearer(siteKey), is: 'site' },
    { name: 'the token of the settings', headers: bearer(moderatorToken), is: 'chief' },
    ...(await keys(stet, '/v1/keys', {}, 'site')),
  ]
  for (const role of roles) {
    made.push(...(await sessions(stet, role)))
    made.push(...(await keys(stet, '/v1/tokens', { role, expiresInDays: 1 }, role)))
  }
  return made
}
