import { z } from 'zod'
import type { Role } from '../../domain/role.js'
import { recordAudit } from '../../store/audit.js'
import type { Database } from '../../store/database.js'
import { addPerson, endSessions, findPerson, listPeople } from '../../store/people.js'
import { makeLink } from './links.js'

export const nameSchema = z
  .string()
  .regex(/^[A-Za-z0-9_.@-]{1,64}$/, 'must be 1 to 64 letters, digits or . _ - @')
  .refine((name) => !name.startsWith('token.'), 'must not begin with token.')
export const emailSchema = z
  .email('must be an e-mail address')
  .max(320)
  .transform((email) => email.toLowerCase())

/** Who does it, for the audit. */
export type Doer = { site: string; actor: string; via: string }

export type NewPerson = { name: string; email: string; role: Role }

/** A new person and the link with which they come in; undefined when the name or the address is another's. */
export async function invite(db: Database, doer: Doer, person: NewPerson, url: string) {
  return db.transaction().execute(async (tx) => {
    const row = await addPerson(tx, person)
    if (!row) return undefined
    const subject = `person:${row.name}`
    await recordAudit(tx, { ...doer, action: 'add-person', subject, detail: { role: row.role } })
    return { person: row, link: await makeLink(tx, row.id, url) }
  })
}

/** Another link for a person; undefined where there is none of that name. */
export async function inviteAgain(db: Database, doer: Doer, name: string, url: string) {
  return db.transaction().execute(async (tx) => {
    const row = await findPerson(tx, name)
    if (!row) return undefined
    await recordAudit(tx, { ...doer, action: 'link-person', subject: `person:${name}` })
    return makeLink(tx, row.id, url)
  })
}

/** Ends a person's sessions and lets them begin none, or lets them again; false where there is none of that name. */
export async function setDisabled(db: Database, doer: Doer, name: string, disabled: boolean) {
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .updateTable('person')
      .set({ disabled_at: disabled ? new Date() : null })
      .where('name', '=', name)
      .returning('id')
      .executeTakeFirst()
    if (!row) return false
    if (disabled) await endSessions(tx, row.id)
    const action = disabled ? 'disable-person' : 'enable-person'
    await recordAudit(tx, { ...doer, action, subject: `person:${name}` })
    return true
  })
}

// An address that nobody else's mail can be sent to (RFC 2606); an admin can change it.
const firstAdmin: NewPerson = { name: 'admin', email: 'admin@stet.example', role: 'admin' }

/** The link for the first admin, as long as nobody was ever signed in; the admin is made when there is nobody at all. */
export async function firstLink(db: Database, doer: Doer, url: string) {
  const people = await listPeople(db)
  const [only] = people
  if (people.length > 1 || only?.can_sign_in) return undefined
  const { name, email } = only ?? firstAdmin
  const link = only ? await inviteAgain(db, doer, name, url) : (await invite(db, doer, firstAdmin, url))?.link
  return link === undefined ? undefined : { email, link }
}
