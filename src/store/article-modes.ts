import { sql } from 'kysely'
import type { ArticleMode } from '../domain/article-mode.js'
import type { Database, Executor } from './database.js'
import { addEvents } from './events.js'

/** For a query of `article_mode`: it lapses by itself, whether or not its row is still there. */
export const standing = sql<boolean>`(until is null or until > now())`

export type StoredMode = {
  mode: ArticleMode
  reason: string | null
  by: string | null
  since: Date | null
  until: Date | null
}

/** The mode of an article of which nobody has said anything, or no longer. */
const openMode: StoredMode = { mode: 'open', reason: null, by: null, since: null, until: null }

/** The modes of these articles, by id; all of them open until it is said otherwise. */
export async function readModes(db: Executor, site: string, ids: readonly string[]) {
  const rows =
    ids.length === 0
      ? []
      : await db
          .selectFrom('article_mode')
          .selectAll()
          .where('site', '=', site)
          .where('article_id', 'in', ids)
          .where(standing)
          .execute()
  const modes = new Map(rows.map(({ article_id, site: _, ...mode }) => [article_id, mode]))
  return (id: string): StoredMode => modes.get(id) ?? openMode
}

type NewMode = { mode: ArticleMode; reason: string; by: string; until: string | null }

/** Sets an article's mode in place of the one before, whether or not it has comments yet, and tells the desk. */
export async function setMode(
  tx: Executor,
  site: string,
  article: string,
  mode: NewMode,
): Promise<StoredMode> {
  const row = await tx
    .insertInto('article_mode')
    .values({ site, article_id: article, ...mode })
    .onConflict((conflict) =>
      conflict.columns(['site', 'article_id']).doUpdateSet({ ...mode, since: sql<Date>`now()` }),
    )
    .returning(['mode', 'reason', 'by', 'since', 'until'])
    .executeTakeFirstOrThrow()
  await addEvents(tx, site, [{ type: 'mode', data: { article, mode: mode.mode } }])
  return row
}

/** Removes the modes whose time is over, and tells the desk that these articles are open again. */
export async function forgetLapsedModes(db: Database): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const lapsed = await tx
      .deleteFrom('article_mode')
      .where('until', '<=', sql<Date>`now()`)
      .returning(['site', 'article_id as article'])
      .execute()
    for (const { site, article } of lapsed)
      await addEvents(tx, site, [{ type: 'mode', data: { article, mode: 'open' } }])
  })
}
