import { randomUUID } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import type { Role } from '../domain/role.js'
import type { Database, Executor } from './database.js'
import type { PersonTable } from './people-schema.js'

export type PersonRow = Selectable<PersonTable>

/** Adds a person who cannot sign in yet; whoever adds them vouches for the address. Undefined when the name or the address is another's. */
export async function addPerson(
  tx: Executor,
  { name, email, role }: { name: string; email: string; role: Role },
): Promise<PersonRow | undefined> {
  return tx
    .insertInto('person')
    .values({ id: randomUUID(), name, email: email.toLowerCase(), email_verified: true, role })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
}

export const findPerson = (db: Executor, name: string): Promise<PersonRow | undefined> =>
  db.selectFrom('person').selectAll().where('name', '=', name).executeTakeFirst()

/** The person, locked until the transaction ends. */
export const lockPerson = (tx: Executor, name: string): Promise<PersonRow | undefined> =>
  tx.selectFrom('person').selectAll().where('name', '=', name).forUpdate().executeTakeFirst()

/** Whether anybody else is an admin who can sign in. The admins stay locked, so that no two of them go at once. */
export async function isLastAdmin(tx: Executor, id: string): Promise<boolean> {
  const admins = await tx
    .selectFrom('person')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  return admins.length === 1 && admins[0]?.id === id
}

/** Whether an address is that of somebody else. */
export async function isAddressTaken(tx: Executor, id: string, email: string): Promise<boolean> {
  const row = await tx
    .selectFrom('person')
    .select('id')
    .where('email', '=', email)
    .where('id', '<>', id)
    .executeTakeFirst()
  return row !== undefined
}

type Change = { email: string; role: Role; disabled_at: Date | null }

/** Changes a person; disabled, they are signed out everywhere. */
export async function changePerson(tx: Executor, id: string, change: Change): Promise<void> {
  await tx.updateTable('person').set(change).where('id', '=', id).execute()
  if (change.disabled_at) await endSessions(tx, id)
}

/** Forgets a person's address, ways to sign in, sessions and settings. What they did stays, by name. */
export async function removePerson(tx: Executor, { id, name }: PersonRow): Promise<void> {
  await tx.deleteFrom('person').where('id', '=', id).execute()
  await tx.deleteFrom('desk_settings').where('name', '=', name).execute()
}

/** Ends all sessions of a person, and takes back the links that were given to them. */
export async function endSessions(tx: Executor, personId: string): Promise<void> {
  await tx.deleteFrom('session').where('person_id', '=', personId).execute()
  await tx.deleteFrom('welcome_link').where('person_id', '=', personId).execute()
}

/** Makes a person's link of a secret's hash, in place of those before. */
export async function storeLink(
  tx: Executor,
  personId: string,
  hash: Buffer,
  expiresAt: Date,
): Promise<void> {
  await tx.deleteFrom('welcome_link').where('person_id', '=', personId).execute()
  await tx.insertInto('welcome_link').values({ hash, person_id: personId, expires_at: expiresAt }).execute()
}

async function setPassword(tx: Executor, personId: string, password: string): Promise<void> {
  await tx
    .insertInto('account')
    .values({
      id: randomUUID(),
      person_id: personId,
      provider_id: 'credential',
      account_id: personId,
      password,
    })
    .onConflict((conflict) =>
      conflict.columns(['provider_id', 'account_id']).doUpdateSet({ password, updated_at: sql`now()` }),
    )
    .execute()
}

/**
 * Uses a link up: the person has the password from now on, no second factor, and no session of before. Answers who it is;
 * undefined for a link that is unknown, used, or too old.
 */
export async function useLink(
  db: Database,
  hash: Buffer,
  password: string,
  tell: (tx: Executor, person: PersonRow) => Promise<unknown>,
): Promise<PersonRow | undefined> {
  return db.transaction().execute(async (tx) => {
    const link = await tx
      .deleteFrom('welcome_link')
      .where('hash', '=', hash)
      .where('expires_at', '>', sql<Date>`now()`)
      .returning('person_id')
      .executeTakeFirst()
    if (!link) return undefined
    await setPassword(tx, link.person_id, password)
    await endSessions(tx, link.person_id)
    await tx.deleteFrom('two_factor').where('person_id', '=', link.person_id).execute()
    const person = await tx
      .updateTable('person')
      .set({ two_factor_enabled: false })
      .where('id', '=', link.person_id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await tell(tx, person)
    return person
  })
}

/** All people by name, and when the latest session of each began, and whether each has a way to sign in. */
export async function listPeople(db: Executor) {
  return db
    .selectFrom('person')
    .selectAll()
    .select((eb) => [
      eb
        .exists(eb.selectFrom('account').select('account.id').whereRef('account.person_id', '=', 'person.id'))
        .as('can_sign_in'),
      eb
        .selectFrom('session')
        .select((one) => one.fn.max('session.created_at').as('at'))
        .whereRef('session.person_id', '=', 'person.id')
        .as('signed_in_at'),
    ])
    .orderBy('name')
    .execute()
}

export type ListedPerson = Awaited<ReturnType<typeof listPeople>>[number]
