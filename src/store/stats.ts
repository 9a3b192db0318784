import { sql } from 'kysely'
import type { Status } from '../domain/verdict.js'
import type { Database } from './database.js'

/** Counts, each derived from the rows when asked for: a counter kept beside the data disagrees with it one day. */
export async function readStats(db: Database, site: string) {
  const byStatus = await db
    .selectFrom('comment')
    .select((eb) => ['status', eb.fn.countAll<string>().as('count')])
    .where('site', '=', site)
    .groupBy('status')
    .execute()
  const of = (status: Status) => Number(byStatus.find((row) => row.status === status)?.count ?? 0)
  const reports = await db
    .selectFrom('report')
    .select((eb) => ['state', eb.fn.countAll<string>().as('count')])
    .groupBy('state')
    .execute()
  const reported = (state: string) => Number(reports.find((row) => row.state === state)?.count ?? 0)
  return {
    comments: {
      pending: of('pending'),
      published: of('published'),
      held: of('held'),
      rejected: of('rejected'),
      erased: of('erased'),
    },
    reports: { pending: reported('pending'), delivered: reported('delivered'), failed: reported('failed') },
    oldestPendingSeconds: await oldestPendingSeconds(db),
  }
}

/** How long the oldest undecided comment has waited; null when none waits. */
export async function oldestPendingSeconds(db: Database): Promise<number | null> {
  const { rows } = await sql<{ seconds: number | null }>`
    select extract(epoch from now() - min(revised_at))::float8 as seconds from comment where status = 'pending'`.execute(
    db,
  )
  return rows[0]?.seconds ?? null
}
