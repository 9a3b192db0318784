import { sql } from 'kysely'
import type { Executor } from './database.js'
import { isOpen } from './outbox.js'
import type { ReportState, ReportType } from './schema.js'

export type DeliveryRow = {
  id: string
  type: ReportType
  comment: string
  revision: number
  state: ReportState
  attempts: number
  last_error: string | null
  created_at: Date
  delivered_at: Date | null
  /** Its time as the next page begins behind it: finer than a Date. */
  at: string
}

/** Where a page ended. */
export type DeliveryPlace = { at: string; id: string }

type Filter = { site: string; endpoint: string; state: ReportState | undefined }

/** Reports to an endpoint, the latest first. */
export async function listDeliveries(
  db: Executor,
  { site, endpoint, state }: Filter,
  limit: number,
  after: DeliveryPlace | undefined,
): Promise<DeliveryRow[]> {
  let query = db
    .selectFrom('report')
    .innerJoin('comment', 'comment.uid', 'report.comment_uid')
    .select(['report.id', 'report.type', 'comment.id as comment', 'report.revision', 'report.state'])
    .select(['attempts', 'last_error', 'report.created_at', 'delivered_at'])
    .select(sql<string>`report.created_at::text`.as('at'))
    .where('comment.site', '=', site)
    .where('report.endpoint', '=', endpoint)
  if (state !== undefined) query = query.where('report.state', '=', state)
  if (after !== undefined)
    query = query.where(
      sql<boolean>`(report.created_at, report.id) < (${after.at}::timestamptz, ${after.id}::text)`,
    )
  return query.orderBy('report.created_at', 'desc').orderBy('report.id', 'desc').limit(limit).execute()
}

export type Replayed = 'replayed' | 'unknown' | 'cancelled' | 'closed'

/**
 * Sends a report again, under the same id, whether it was delivered or not, and opens its endpoint if that had answered 410.
 * `closed`: its endpoint is disabled.
 */
export async function replayDelivery(tx: Executor, site: string, id: string): Promise<Replayed> {
  const row = await tx
    .selectFrom('report')
    .innerJoin('comment', 'comment.uid', 'report.comment_uid')
    .select(['report.endpoint', 'report.state'])
    .where('comment.site', '=', site)
    .where('report.id', '=', id)
    .forUpdate('report')
    .executeTakeFirst()
  if (!row) return 'unknown'
  if (row.state === 'cancelled') return 'cancelled'
  await tx.deleteFrom('stopped_endpoint').where('endpoint', '=', row.endpoint).execute()
  const replayed = await tx
    .updateTable('report')
    .set({ state: 'pending', attempts: 0, due_at: sql<Date>`now()`, enqueued_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where(isOpen)
    .returning('id')
    .executeTakeFirst()
  return replayed ? 'replayed' : 'closed'
}
