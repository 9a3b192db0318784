import type { Role } from '../../domain/role.js'
import { recordAudit } from '../../store/audit.js'
import type { Database, Executor } from '../../store/database.js'
import {
  changePerson,
  isAddressTaken,
  isLastAdmin,
  lockPerson,
  type PersonRow,
  removePerson,
} from '../../store/people.js'
import type { Doer } from './invite.js'

export type PersonChange = {
  email?: string | undefined
  role?: Role | undefined
  disabled?: boolean | undefined
}

/** What came of it: `last`: the last admin stays one; `taken`: the address is another's. */
export type Outcome = 'done' | 'unknown' | 'last' | 'taken'

const loses = (row: PersonRow, { role = row.role, disabled = row.disabled_at !== null }: PersonChange) =>
  row.role === 'admin' && row.disabled_at === null && (role !== 'admin' || disabled)

function disabledAt({ disabled_at }: PersonRow, disabled: boolean | undefined): Date | null {
  if (disabled === undefined || disabled === (disabled_at !== null)) return disabled_at
  return disabled ? new Date() : null
}

/** What the audit keeps: that an address was changed, never which. */
async function tell(tx: Executor, doer: Doer, { name }: PersonRow, { email, ...change }: PersonChange) {
  const detail = email === undefined ? change : { ...change, email: 'changed' }
  await recordAudit(tx, { ...doer, action: 'change-person', subject: `person:${name}`, detail })
}

/** Changes a person; what is undefined stays. */
export async function applyChange(
  db: Database,
  doer: Doer,
  name: string,
  change: PersonChange,
): Promise<Outcome> {
  return db.transaction().execute(async (tx) => {
    const row = await lockPerson(tx, name)
    if (!row) return 'unknown'
    const email = change.email?.toLowerCase() ?? row.email
    if (await isAddressTaken(tx, row.id, email)) return 'taken'
    if (loses(row, change) && (await isLastAdmin(tx, row.id))) return 'last'
    const disabled_at = disabledAt(row, change.disabled)
    await changePerson(tx, row.id, { email, role: change.role ?? row.role, disabled_at })
    await tell(tx, doer, row, change)
    return 'done'
  })
}

/** Removes a person; their name stays theirs. */
export async function applyRemoval(db: Database, doer: Doer, name: string): Promise<Outcome> {
  return db.transaction().execute(async (tx) => {
    const row = await lockPerson(tx, name)
    if (!row) return 'unknown'
    if (loses(row, { disabled: true }) && (await isLastAdmin(tx, row.id))) return 'last'
    await removePerson(tx, row)
    await recordAudit(tx, { ...doer, action: 'remove-person', subject: `person:${name}` })
    return 'done'
  })
}
