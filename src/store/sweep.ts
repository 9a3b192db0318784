import { sql } from 'kysely'
import type { Database } from './database.js'
import { isOpen } from './outbox.js'

// A job that was put on the queue this long ago and has led to nothing is put there again. Adding a job that is still
// there does nothing, so a long backlog costs little.
const lostAfter = sql`now() - interval '20 seconds'`
// A sweep every few seconds takes this much at most; the oldest first, and each row once a round, so all get their turn.
const batchSize = 1_000

export type PendingComment = { uid: string; revision: number }
export type PendingReport = { report: string; attempt: number }

/** Comments whose job may be lost; marked as enqueued now. */
export async function takeLostComments(db: Database): Promise<PendingComment[]> {
  const { rows } = await sql<PendingComment>`
    update comment set enqueued_at = now() where uid in (
      select uid from comment where status = 'pending' and enqueued_at < ${lostAfter}
      order by enqueued_at limit ${batchSize} for update skip locked)
    returning uid, revision`.execute(db)
  return rows
}

/** Reports that are due and whose job may be lost; marked as enqueued now. Endpoints that are stopped, disabled or removed get none. */
export async function takeLostReports(db: Database): Promise<PendingReport[]> {
  const { rows } = await sql<PendingReport>`
    update report set enqueued_at = now() where id in (
      select id from report where state = 'pending' and due_at < now()
        and (enqueued_at < due_at or enqueued_at < ${lostAfter})
        and ${isOpen}
      order by enqueued_at limit ${batchSize} for update skip locked)
    returning id as report, attempts as attempt`.execute(db)
  return rows
}

export type IncompleteComment = PendingComment & { again: string }

/**
 * Held comments that the machine judged without a signal: before `since`, when this worker's model came, or without any
 * model. The latter whatever the time, because the clocks of worker and database may differ.
 */
export async function findIncomplete(db: Database, since: Date): Promise<IncompleteComment[]> {
  const rows = await db
    .selectFrom('decision')
    .innerJoin('comment', 'comment.decision_id', 'decision.id')
    .select(['comment.uid', 'comment.revision', 'decision.id as again'])
    .where('decision.by_kind', '=', 'machine')
    .where('decision.missing', '<>', sql<string[]>`'{}'`)
    .where((eb) =>
      eb.or([
        eb('decision.at', '<', since),
        eb.and([eb('decision.model', 'is', null), sql<boolean>`'scores' = any(decision.missing)`]),
      ]),
    )
    .orderBy('decision.at')
    .limit(batchSize)
    .execute()
  return rows
}

/** Of these comments, those that are still undecided. */
export async function stillPending(db: Database, uids: string[]): Promise<PendingComment[]> {
  if (uids.length === 0) return []
  return db
    .selectFrom('comment')
    .select(['uid', 'revision'])
    .where('status', '=', 'pending')
    .where('uid', 'in', uids)
    .execute()
}

/** Of these reports, those that still wait for an attempt which is due, with its number. */
export async function stillUnsent(db: Database, ids: string[]): Promise<PendingReport[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('report')
    .select(['id as report', 'attempts as attempt'])
    .where('state', '=', 'pending')
    .where('due_at', '<=', sql<Date>`now()`)
    .where('id', 'in', ids)
    .execute()
}

/** Runs `work` unless another process is doing the same: one sweep at a time is enough for all workers. */
export async function alone(db: Database, work: (db: Database) => Promise<void>): Promise<void> {
  await db.connection().execute(async (connection) => {
    // Any number will do, so long as it is only used here.
    const key = sql`hashtext('stet sweep')`
    const { rows } = await sql<{ got: boolean }>`select pg_try_advisory_lock(${key}) as got`.execute(
      connection,
    )
    if (!rows[0]?.got) return
    try {
      await work(db)
    } finally {
      await sql`select pg_advisory_unlock(${key})`.execute(connection)
    }
  })
}
