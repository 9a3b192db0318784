import { sql } from 'kysely'
import type { Database } from '../../../src/store/database.js'
import { addEvents } from '../../../src/store/events.js'

/**
 * Lets time pass as far as leases and skips go by it: every second call is as two minutes, every third as an hour. That
 * leases have run out is written down among the events, so that the story can be told from them.
 */
export function createTime(db: Database) {
  let hours = 0
  let calls = 0
  let passing = Promise.resolve()
  const endLeases = () =>
    db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ id: string }>`
        update lease set expires_at = now() - interval '1 second' from comment
        where comment.uid = lease.comment_uid and expires_at > now() returning comment.id`.execute(tx)
      await addEvents(
        tx,
        'default',
        rows.map(({ id }) => ({ type: 'lease' as const, data: { comment: id, moderator: null } })),
      )
    })
  const step = async () => {
    calls += 1
    if (calls % 2 === 0) await endLeases()
    if (calls % 3 !== 0) return
    hours += 1
    await sql`update skip set at = at - interval '1 hour'`.execute(db)
    hours += 1
  }
  return {
    /** Which hour it is: another one while it is just passing. */
    hour: () => hours,
    pass: () => {
      passing = passing.then(step)
      return passing
    },
  }
}

export type Time = ReturnType<typeof createTime>
