import { sql } from 'kysely'
import type { Reason } from '../domain/decision.js'
import type { Verdict } from '../domain/verdict.js'
import type { Executor } from './database.js'
import type { ReceiptCircumstances } from './schema.js'
import { moderatorsWord } from './standing.js'

/** Which decisions are looked at: since a time, all or a `share` of them (0 to 1); with their texts or without. */
export type PastFilter = { site: string; since: Date; share: number; withText: boolean }

export type PastRow = {
  id: string
  commentId: string
  uid: string
  section: string | null
  at: Date
  rules: string | null
  verdict: Verdict
  reasons: Reason[]
  signals: Record<string, unknown>
  circumstances: ReceiptCircumstances | null
  body: string | null
  moderator: Verdict | null
}

const batchSize = 500

/** The machine's last word on each revision, by rules, on a comment whose words are still there. */
const considered = (site: string) => sql`
  from decision d
  join comment c on c.uid = d.comment_uid
  join receipt r on r.decision_id = d.id
  where c.site = ${site} and c.status <> 'erased' and d.by_kind = 'machine' and d.rules is not null
    and not exists (
      select from decision later where later.comment_uid = d.comment_uid and later.revision = d.revision
        and later.by_kind = 'machine' and later.id > d.id)`

/** Where the decisions since a time begin (undefined: there are none), and how many they are. */
export async function spanOfPast(
  db: Executor,
  { site, since }: Pick<PastFilter, 'site' | 'since'>,
): Promise<{ from: string | undefined; of: number }> {
  const { rows } = await sql<{ from: string | null; of: number }>`
    select min(d.id) as from, count(*)::int as of ${considered(site)} and d.at >= ${since}`.execute(db)
  return { from: rows[0]?.from ?? undefined, of: rows[0]?.of ?? 0 }
}

// A hash of the id picks the same decisions each time, whatever their order; it has 32 bits.
const inSample = (share: number) =>
  share >= 1 ? sql`` : sql`and hashint8(d.id)::bigint + 2147483648 < ${Math.round(share * 2 ** 32)}`

/** Past decisions in batches, in the order in which they were made. */
export async function* pastDecisions(
  db: Executor,
  filter: PastFilter,
  from: string | undefined,
): AsyncGenerator<PastRow[]> {
  const { site, since, share, withText } = filter
  const body = withText
    ? sql`(select body from revision v where v.comment_uid = d.comment_uid and v.revision = d.revision)`
    : sql`null::text`
  // The receipts' bound too is said: a merge of the two would otherwise begin at the first receipt, for every batch.
  for (let next = from; next !== undefined; ) {
    const { rows } = await sql<PastRow>`
      select d.id, c.id as "commentId", c.uid, c.article_section as section, d.at, d.rules, d.verdict, d.reasons,
        r.signals, r.circumstances, ${body} as body,
        ${moderatorsWord} as moderator
      ${considered(site)} and d.at >= ${since} and d.id >= ${next} and r.decision_id >= ${next} ${inSample(share)}
      order by d.id limit ${batchSize}`.execute(db)
    if (rows.length > 0) yield rows
    if (rows.length < batchSize) return
    next = (BigInt(rows.at(-1)?.id ?? 0) + 1n).toString()
  }
}
