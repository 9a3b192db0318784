import { sql } from 'kysely'
import { statusAfter } from '../domain/verdict.js'
import type { Database, Executor } from './database.js'
import { isOpen } from './outbox.js'
import type { ReportType } from './schema.js'
import { articleView, authorView, decisionView } from './views.js'

export type Report = { id: string; type: ReportType; endpoint: string; attempts: number; payload: unknown }

/**
 * A report that is due to be delivered, its payload made from the records; undefined when there is none to send. It waits for
 * an undo that is just cancelling it.
 */
export async function readReport(db: Executor, id: string): Promise<Report | undefined> {
  const row = await db
    .selectFrom('report')
    .selectAll()
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .where('due_at', '<=', sql<Date>`now()`)
    .where(isOpen)
    .forShare()
    .executeTakeFirst()
  if (!row) return undefined
  const comment = await db
    .selectFrom('comment')
    .selectAll()
    .where('uid', '=', row.comment_uid)
    .executeTakeFirstOrThrow()
  const decision =
    row.decision_id === null
      ? undefined
      : await db
          .selectFrom('decision')
          .selectAll()
          .where('id', '=', row.decision_id)
          .executeTakeFirstOrThrow()
  const payload = {
    type: row.type,
    timestamp: (decision?.at ?? row.created_at).toISOString(),
    data: {
      comment: {
        id: comment.id,
        revision: row.revision,
        status: decision ? statusAfter(decision.verdict) : 'erased',
        article: articleView(comment),
        author: authorView(comment),
      },
      decision: decision ? decisionView(decision) : null,
    },
  }
  return { id, type: row.type, endpoint: row.endpoint, attempts: row.attempts, payload }
}

export async function markDelivered(db: Executor, id: string): Promise<void> {
  await db
    .updateTable('report')
    .set({ state: 'delivered', delivered_at: sql<Date>`now()`, last_error: null })
    .where('id', '=', id)
    .execute()
}

/** Notes a failed attempt; `retryInMs` undefined says that it was the last one. */
export async function markAttempt(
  db: Executor,
  id: string,
  reason: string,
  retryInMs: number | undefined,
): Promise<void> {
  await db
    .updateTable('report')
    .set((eb) => ({
      attempts: eb('attempts', '+', 1),
      last_error: reason,
      ...(retryInMs === undefined
        ? { state: 'failed' as const }
        : { due_at: sql<Date>`now() + ${retryInMs} * interval '1 millisecond'` }),
    }))
    .where('id', '=', id)
    .execute()
}

/** Sends nothing more to an endpoint; its reports stay pending. */
export async function stopEndpoint(db: Executor, endpoint: string): Promise<void> {
  await db
    .insertInto('stopped_endpoint')
    .values({ endpoint })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** How many reports were given up. */
export async function countFailedReports(db: Executor): Promise<number> {
  const { count } = await db
    .selectFrom('report')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('state', '=', 'failed')
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Reports that were given up, oldest first. */
export async function failedReports(db: Executor) {
  return db
    .selectFrom('report')
    .select(['id', 'type', 'attempts', 'last_error', 'created_at'])
    .where('state', '=', 'failed')
    .orderBy('created_at')
    .execute()
}

/** Makes given-up reports pending again, all when no ids are given, and opens their endpoints. Answers how many. */
export async function replayReports(db: Database, ids: string[]): Promise<number> {
  return db.transaction().execute(async (tx) => {
    let update = tx
      .updateTable('report')
      .set({ state: 'pending', attempts: 0, due_at: sql<Date>`now()`, enqueued_at: sql<Date>`'epoch'` })
      .where('state', '=', 'failed')
    if (ids.length > 0) update = update.where('id', 'in', ids)
    const replayed = await update.returning('endpoint').execute()
    const endpoints = replayed.map((report) => report.endpoint)
    // Without ids every endpoint gets another chance; with them, only whoever is sent to again.
    if (ids.length === 0) await tx.deleteFrom('stopped_endpoint').execute()
    else if (endpoints.length > 0)
      await tx.deleteFrom('stopped_endpoint').where('endpoint', 'in', endpoints).execute()
    return replayed.length
  })
}
