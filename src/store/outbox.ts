import { sql } from 'kysely'
import type { Executor } from './database.js'
import type { ReportType } from './schema.js'

type About = { site: string; uid: string; revision: number }

/** How a report names an endpoint that is a row; one of the configuration it names by its address. */
export const endpointKey = (id: string) => `endpoint:${id}`

/** Whether anything is sent to what `report.endpoint` names now: it has not answered 410, and is neither disabled nor removed. */
export const isOpen = sql<boolean>`(report.endpoint not in (select endpoint from stopped_endpoint)
  and report.endpoint not in (select 'endpoint:' || id from endpoint where not enabled or removed_at is not null))`

/** Where reports go beside the endpoints of the database, and how long they wait for their decision to be undone. */
export type Outward = { endpoint: string | undefined; delayMs: number; isSilent?: boolean }

export const reportColumns = [
  'id',
  'comment_uid',
  'revision',
  'decision_id',
  'type',
  'endpoint',
  'due_at',
] as const

/**
 * Rows for the outbox: a report for each endpoint that is enabled and for the one of the configuration. Its id is the
 * webhook-id by which a receiver recognises what it has had.
 * @param decided an expression for the decision's id, and where it comes from; undefined for what no decision stands behind
 */
export const reportRows = (
  { site, uid, revision }: About,
  type: ReportType,
  { endpoint: configured, delayMs, isSilent = false }: Outward,
  decided = { id: sql`null::bigint`, from: sql`` },
) => sql`
  select 'msg_' || gen_random_uuid(), ${uid}::bigint, ${revision}::int, ${decided.id}, ${type}::text, target.key,
    now() + ${delayMs} * interval '1 millisecond'
  from (
    select ${configured ?? null}::text as key where ${configured ?? null}::text is not null
    union all
    (select 'endpoint:' || id from endpoint
      where site = ${site} and enabled and removed_at is null order by id)) target ${decided.from}
  where not ${isSilent}::boolean`

/** Reports what is no decision. Answers the reports' ids. */
export async function addReports(
  tx: Executor,
  about: About,
  type: ReportType,
  outward: Outward,
): Promise<string[]> {
  const rows = await tx
    .insertInto('report')
    .columns(reportColumns)
    .expression(reportRows(about, type, outward))
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}
