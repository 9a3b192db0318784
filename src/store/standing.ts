import { sql } from 'kysely'
import type { Verdict } from '../domain/verdict.js'
import type { Executor } from './database.js'
import type { DecisionRow } from './views.js'

/** A decision, and the moderator whose word it is: none where it is the machine's, or an undo put that in force again. */
export type Standing = { decision: DecisionRow; word: { by: string; verdict: Verdict } | undefined }

type Row = DecisionRow & { restored_by: string | null }

const standingOf = ({ restored_by, ...decision }: Row): Standing => {
  const by = decision.undoes === null ? decision.by_id : restored_by
  return { decision, word: by === null ? undefined : { by, verdict: decision.verdict } }
}

/** The decisions with these ids, each by its id. */
export async function readStandings(
  db: Executor,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('decision')
    .leftJoin('decision as restored', 'restored.id', 'decision.restores')
    .selectAll('decision')
    .select('restored.by_id as restored_by')
    .where('decision.id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.id, standingOf(row)]))
}

/** For a query over a `decision d`: the verdict of the moderator whose word stands on its text; null where nobody's does. */
export const moderatorsWord = sql<Verdict | null>`(
  select case when m.undoes is null or restored.by_kind = 'moderator' then m.verdict end
  from decision m left join decision restored on restored.id = m.restores
  where m.comment_uid = d.comment_uid and m.revision = d.revision and m.by_kind = 'moderator'
  order by m.id desc limit 1)`
