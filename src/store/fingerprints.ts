import { sql } from 'kysely'
import type { Executor } from './database.js'

/** Comments are compared with those of the hour before them: so after a backlog of a day and more they still can be. */
export const keptHours = 48
// What a hundred comments a second leave behind between two sweeps.
const batchSize = 10_000

/** Stores what a comment's present text is like, so that later ones can be told to be like it. */
export async function addFingerprint(db: Executor, uid: string, bands: number[]): Promise<void> {
  // The time is copied within the database: it is finer there than a Date.
  await sql`
    insert into fingerprint (band, at, comment_uid)
    select unnest(${bands}::integer[]), revised_at, uid from comment where uid = ${uid}`.execute(db)
}

/** Forgets what these comments' present texts are like. */
export async function removeFingerprints(db: Executor, uids: string[]): Promise<void> {
  await sql`
    delete from fingerprint using comment
    where comment.uid = any(${uids}::bigint[]) and fingerprint.at = comment.revised_at
      and fingerprint.comment_uid = comment.uid`.execute(db)
}

/** Forgets the oldest of what is too old to be compared with. */
export async function forgetOldFingerprints(db: Executor): Promise<void> {
  await sql`
    delete from fingerprint where ctid in (
      select ctid from fingerprint where at < now() - ${sql.lit(`${keptHours} hours`)}::interval order by at limit ${batchSize})`.execute(
    db,
  )
}
