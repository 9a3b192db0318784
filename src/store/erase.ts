import { sql } from 'kysely'
import type { CommentRow } from './comments.js'
import type { Database, Executor } from './database.js'
import { addEvents } from './events.js'
import { removeFingerprints } from './fingerprints.js'
import { addReports } from './outbox.js'

type Target = { site: string; id: string } | { site: string; authorId: string }

async function lockTargets(tx: Executor, target: Target): Promise<CommentRow[]> {
  const query = tx
    .selectFrom('comment')
    .selectAll()
    .where('site', '=', target.site)
    .orderBy('uid')
    .forUpdate()
  return 'id' in target
    ? query.where('id', '=', target.id).execute()
    : query.where('author_id', '=', target.authorId).execute()
}

// Numbers and yes-or-no stay, for they identify nobody; words read from the text go.
const forgetWords = sql<string>`(
  select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(signals)
  where jsonb_typeof(value) in ('number', 'boolean', 'null'))`

async function forget(tx: Executor, uids: string[]): Promise<void> {
  await removeFingerprints(tx, uids)
  await tx
    .updateTable('comment')
    .set({ status: 'erased', author_name: null, text_hash: null })
    .where('uid', 'in', uids)
    .execute()
  await tx.updateTable('revision').set({ body: null }).where('comment_uid', 'in', uids).execute()
  const decisions = tx.selectFrom('decision').select('id').where('comment_uid', 'in', uids)
  await tx
    .updateTable('receipt')
    .set({ note: null, signals: forgetWords, circumstances: null })
    .where('decision_id', 'in', decisions)
    .execute()
  await tx.deleteFrom('rule_test').where('decision_id', 'in', decisions).execute()
  await tx.deleteFrom('lease').where('comment_uid', 'in', uids).execute()
  await tx.deleteFrom('note').where('comment_uid', 'in', uids).execute()
}

/**
 * Erases the texts and names of one comment, or of all of an author's, and reports it; decisions stay without them.
 * `found` is false when the site never sent such a comment; erasing twice is no error.
 */
export async function erase(
  db: Database,
  target: Target,
  endpoint: string | undefined,
): Promise<{ found: boolean; reportIds: string[] }> {
  return db.transaction().execute(async (tx) => {
    const rows = await lockTargets(tx, target)
    const left = rows.filter((row) => row.status !== 'erased')
    if (left.length > 0)
      await forget(
        tx,
        left.map((row) => row.uid),
      )
    const events = left.map(({ id, revision }) => ({
      type: 'comment' as const,
      data: { id, revision, status: 'erased' as const },
    }))
    await addEvents(tx, target.site, events)
    const reportIds: string[] = []
    for (const row of left)
      reportIds.push(...(await addReports(tx, row, 'comment.erased', { endpoint, delayMs: 0 })))
    return { found: rows.length > 0, reportIds }
  })
}
