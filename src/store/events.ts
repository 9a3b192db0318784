import { sql } from 'kysely'
import type { KeptEvent } from '../domain/event.js'
import type { Status, Verdict } from '../domain/verdict.js'
import type { Executor } from './database.js'
import { announcingNews } from './notify.js'

/** A place in the order of events: behind this event of this transaction, and when it was. */
export type EventPlace = { xact: string; id: string; seconds: number }

export type StoredEvent = KeptEvent & { place: EventPlace }

/** What a look finds: `here` is where the next look goes on; `more` says that there are others, which wait for a commit. */
export type EventLook = { events: StoredEvent[]; here: EventPlace; more: boolean }

// A night's sleep and more; after it, everything is read anew.
const keptHours = 24
// The clock of a transaction is that of its beginning, which may be a good while ago.
const resumableHours = keptHours - 1
const batchSize = 200
const forgottenAtOnce = 10_000

/** Writes down what happens, in the transaction in which it does; who listens hears of it at the commit. */
export async function addEvents(tx: Executor, site: string, events: readonly KeptEvent[]): Promise<void> {
  if (events.length === 0) return
  await tx
    .with('told', (query) =>
      query
        .insertInto('event')
        .values(events.map(({ type, data }) => ({ site, type, data: JSON.stringify(data) }))),
    )
    .selectNoFrom(announcingNews.as('announced'))
    .execute()
}

type Comment = { site: string; id: string; revision: number }
type Decided = { verdict: Verdict; by_id: string | null }

/** For the statement that records a decision as `decided`: the event of it, and that of a comment that is held by it. */
export const decisionEvents = (
  { site, id, revision }: Comment,
  { verdict, by_id }: Decided,
  status: Status,
) => sql`
  select ${site}::text, told.type, told.data
  from decided cross join lateral (values
    ('decision', jsonb_build_object('comment', ${id}::text, 'decision', decided.id::text,
      'verdict', ${verdict}::text, 'by', ${by_id}::text)),
    ('comment', jsonb_build_object('id', ${id}::text, 'revision', ${revision}::int, 'status', ${status}::text))
  ) told (type, data)
  where told.type = 'decision' or ${status === 'held'}::boolean`

type Row = { horizon: string; now: number; more: boolean } & (
  | { xact: string; id: string; seconds: number; type: KeptEvent['type']; data: unknown }
  | { xact: null }
)

/**
 * The events behind a place, in an order in which none comes late: only those of transactions before which all have ended.
 * @param after undefined for the place where one begins now
 */
export async function readEvents(
  db: Executor,
  site: string,
  after: EventPlace | undefined,
): Promise<EventLook> {
  const behind = after ? sql`(xact, id) > (${after.xact}::xid8, ${after.id}::bigint)` : sql`false`
  const { rows } = await sql<Row>`
    with look as (select pg_snapshot_xmin(pg_current_snapshot()) as horizon)
    select look.horizon, extract(epoch from now())::int as now,
      exists (select from event where xact >= look.horizon) as more, found.*
    from look left join lateral (
      select xact, id, extract(epoch from at)::int as seconds, type, data from event
      where ${behind} and xact < look.horizon and site = ${site}
      order by xact, id limit ${sql.lit(batchSize)}) found on true`.execute(db)
  const [first] = rows
  if (!first) throw new Error('no answer to a question that always has one')
  const events = rows.flatMap((row) =>
    row.xact === null
      ? []
      : [
          {
            type: row.type,
            data: row.data,
            place: { xact: row.xact, id: row.id, seconds: row.seconds },
          } as StoredEvent,
        ],
  )
  const full = events.length === batchSize ? events.at(-1)?.place : undefined
  return {
    events,
    here: full ?? { xact: first.horizon, id: '0', seconds: first.now },
    more: full !== undefined || first.more,
  }
}

/** Whether all that came since is still kept; not of a place that another database has given. */
export async function isResumable(db: Executor, { xact, seconds }: EventPlace): Promise<boolean> {
  const { rows } = await sql<{ resumable: boolean }>`
    select ${seconds}::float8 > extract(epoch from now() - ${sql.lit(`${resumableHours} hours`)}::interval)
      and ${xact}::xid8 <= pg_snapshot_xmax(pg_current_snapshot()) as resumable`.execute(db)
  return rows[0]?.resumable ?? false
}

/** Forgets the oldest of what is too old to be sent to anybody. */
export async function forgetOldEvents(db: Executor): Promise<void> {
  await sql`
    delete from event where ctid in (
      select ctid from event where at < now() - ${sql.lit(`${keptHours} hours`)}::interval
      order by at limit ${forgottenAtOnce})`.execute(db)
}
