import type { Role } from '../../domain/role.js'
import { readAudit, recordAudit } from '../../store/audit.js'
import type { Database, Executor } from '../../store/database.js'
import { addPerson, findPerson, listPeople } from '../../store/people.js'
import { makeLink } from './links.js'

/** Who does it, for the audit. */
export type Doer = { site: string; actor: string; via: string }

export type NewPerson = { name: string; email: string; role: Role }

/** Whether the name was that of somebody who was removed: what they did must not become another's. */
async function wasTaken(tx: Executor, { site }: Doer, name: string): Promise<boolean> {
  const filter = { site, action: 'remove-person', subject: `person:${name}` }
  return (await readAudit(tx, filter, { limit: 1, before: undefined })).length > 0
}

/** A new person and the link with which they come in; undefined when the name or the address is, or was, another's. */
export async function invite(db: Database, doer: Doer, person: NewPerson, url: string) {
  return db.transaction().execute(async (tx) => {
    if (await wasTaken(tx, doer, person.name)) return undefined
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
