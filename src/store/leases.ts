import { sql } from 'kysely'
import type { CommentRow } from './comments.js'
import type { Executor } from './database.js'
import { addEvents } from './events.js'
import type { QueueFilter } from './queue-filter.js'
import { type Sort, sorted } from './queue-list.js'

// Time to read a long comment and its thread; whoever leaves blocks nobody for longer.
const leaseFor = sql<Date>`now() + interval '2 minutes'`

const free = sql<boolean>`not exists (
  select from lease where lease.comment_uid = comment.uid and lease.expires_at > now())`

const notSkippedBy = (moderator: string) => sql<boolean>`not exists (
  select from skip
  where skip.comment_uid = comment.uid and skip.moderator = ${moderator} and skip.at > now() - interval '1 hour')`

/** Leases comments whose rows this transaction has locked, but none on which another's lease stands. Answers which it got. */
async function leaseTo(tx: Executor, moderator: string, rows: readonly CommentRow[]): Promise<CommentRow[]> {
  const leased = await tx
    .insertInto('lease')
    .values(rows.map((row) => ({ comment_uid: row.uid, moderator, expires_at: leaseFor })))
    .onConflict((conflict) =>
      conflict
        .column('comment_uid')
        .doUpdateSet({ moderator, expires_at: leaseFor })
        .where((eb) =>
          eb.or([eb('lease.expires_at', '<=', sql<Date>`now()`), eb('lease.moderator', '=', moderator)]),
        ),
    )
    .returning('comment_uid')
    .execute()
  const uids = new Set(leased.map((row) => row.comment_uid))
  const got = rows.filter((row) => uids.has(row.uid))
  const events = got.map(({ id }) => ({ type: 'lease' as const, data: { comment: id, moderator } }))
  await addEvents(tx, rows[0]?.site ?? '', events)
  return got
}

/**
 * Leases the first free comments by the sort to a moderator, but none that he has skipped within the hour; rows that others
 * are claiming now are passed over. It must run in a transaction, which keeps the rows locked while they are leased.
 */
export async function claim(
  tx: Executor,
  filter: QueueFilter,
  { sort, moderator, count }: { sort: Sort; moderator: string; count: number },
): Promise<CommentRow[]> {
  const rows = await sorted(tx, filter, sort, undefined)
    .where(free)
    .where(notSkippedBy(moderator))
    .limit(count)
    .forUpdate('comment')
    .skipLocked()
    .execute()
  if (rows.length === 0) return []
  // Another may have leased a row between our seeing it free and our locking it.
  const got = await leaseTo(tx, moderator, rows)
  if (got.length === rows.length) return got
  return [...got, ...(await claim(tx, filter, { sort, moderator, count: count - got.length }))]
}

/**
 * Leases certain comments to a moderator, skipped ones too: of those that wait, all that no other has; what is theirs already
 * begins anew. It must run in a transaction, which keeps the rows locked while they are leased.
 */
export async function claimThese(
  tx: Executor,
  site: string,
  moderator: string,
  ids: readonly string[],
): Promise<CommentRow[]> {
  const rows = await tx
    .selectFrom('comment')
    .selectAll()
    .where('site', '=', site)
    .where('id', 'in', ids)
    .where('status', '=', 'held')
    .orderBy('uid')
    .forUpdate()
    .execute()
  return rows.length === 0 ? [] : leaseTo(tx, moderator, rows)
}

/** Leases one comment that this transaction has locked to a moderator, unless another has it. */
export async function leaseBack(tx: Executor, row: CommentRow, moderator: string): Promise<void> {
  await leaseTo(tx, moderator, [row])
}

const mine = (db: Executor, site: string, moderator: string, ids: readonly string[]) =>
  db
    .selectFrom('lease')
    .innerJoin('comment', 'comment.uid', 'lease.comment_uid')
    .select(['comment.uid', 'comment.id'])
    .where('comment.site', '=', site)
    .where('comment.id', 'in', ids)
    .where('lease.moderator', '=', moderator)
    .where('lease.expires_at', '>', sql<Date>`now()`)
    // One order for all, so that two who lock several never wait for each other.
    .orderBy('lease.comment_uid')
    .forUpdate('lease')

/** Begins the leases anew that are a moderator's still. Answers which. */
export async function renewLeases(
  tx: Executor,
  site: string,
  moderator: string,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await mine(tx, site, moderator, ids).execute()
  if (rows.length === 0) return []
  const uids = rows.map(({ uid }) => uid)
  await tx.updateTable('lease').set({ expires_at: leaseFor }).where('comment_uid', 'in', uids).execute()
  return rows.map(({ id }) => id)
}

/** Ends the leases that are a moderator's still. Answers which. */
export async function releaseLeases(
  tx: Executor,
  site: string,
  moderator: string,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await mine(tx, site, moderator, ids).execute()
  if (rows.length === 0) return []
  const uids = rows.map(({ uid }) => uid)
  await tx.deleteFrom('lease').where('comment_uid', 'in', uids).execute()
  const events = rows.map(({ id }) => ({ type: 'lease' as const, data: { comment: id, moderator: null } }))
  await addEvents(tx, site, events)
  return rows.map(({ id }) => id)
}

/** Ends the leases on comments, whosever they are: what they were for is done. */
export async function endLeases(tx: Executor, uids: readonly string[]): Promise<void> {
  if (uids.length === 0) return
  await sql`
    delete from lease using (
      select comment_uid from lease where comment_uid = any(${uids}::bigint[]) order by comment_uid for update) ended
    where lease.comment_uid = ended.comment_uid`.execute(tx)
}
