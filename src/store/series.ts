import { sql } from 'kysely'
import type { Executor } from './database.js'

export type SeriesRange = { site: string; from: Date; to: Date; by: 'hour' | 'day' }

type Times = { median: number | null; ninetieth: number | null }
type ByVerdict = { publish: number; hold: number; reject: number }

export type SeriesPoint = {
  at: Date
  machine: ByVerdict
  moderators: ByVerdict
  verdictSeconds: Times
  heldSeconds: Times
}

const inRange = (column: string, { from, to }: SeriesRange) =>
  sql`${sql.ref(column)} >= ${from} and ${sql.ref(column)} < ${to}`

// Hours and days of UTC, wherever the server stands.
const bucket = (column: string, { by }: SeriesRange) =>
  sql`date_trunc(${sql.lit(by)}, ${sql.ref(column)}, 'UTC')`

/** How many comments came, by hour or day; where none came there is no entry. */
export async function readReceived(
  db: Executor,
  range: SeriesRange,
): Promise<{ at: Date; received: number }[]> {
  const { rows } = await sql<{ at: Date; received: number }>`
    select ${bucket('received_at', range)} as at, count(*)::int as received
    from comment where site = ${range.site} and ${inRange('received_at', range)} group by 1`.execute(db)
  return rows
}

// From the arrival of a text to the first verdict on it: later ones are second thoughts.
const verdictSeconds = sql`
  select extract(epoch from d.at - r.received_at) as seconds from revision r
  where r.comment_uid = d.comment_uid and r.revision = d.revision and not exists (
    select from decision earlier
    where earlier.comment_uid = d.comment_uid and earlier.revision = d.revision and earlier.id < d.id)`

// From the first of the holds that a moderator's word has ended, whatever was done to the comment in between but release it.
const heldSeconds = sql`
  select extract(epoch from d.at - min(held.at)) as seconds from decision held
  where d.by_kind = 'moderator' and d.undoes is null and d.verdict <> 'hold' and held.comment_uid = d.comment_uid and held.id < d.id
    and held.verdict = 'hold' and held.id > coalesce((
      select max(freed.id) from decision freed
      where freed.comment_uid = d.comment_uid and freed.id < d.id and freed.verdict <> 'hold'), 0)`

const decidedAs = (kind: string, verdict: string) =>
  sql`(count(*) filter (where by_kind = ${sql.lit(kind)} and verdict = ${sql.lit(verdict)}))::int`
const byVerdict = (kind: string) =>
  sql`jsonb_build_object('publish', ${decidedAs(kind, 'publish')}, 'hold', ${decidedAs(kind, 'hold')},
    'reject', ${decidedAs(kind, 'reject')})`
const times = (column: string) =>
  sql`jsonb_build_object('median', percentile_cont(0.5) within group (order by ${sql.ref(column)}),
    'ninetieth', percentile_cont(0.9) within group (order by ${sql.ref(column)}))`

/** What was decided and how long it took, by hour or day; where nothing was decided there is no entry. Never by person. */
export async function readDecided(db: Executor, range: SeriesRange): Promise<SeriesPoint[]> {
  // The two kinds have an index each.
  const { rows } = await sql<SeriesPoint>`
    select ${bucket('d.at', range)} as at, ${byVerdict('machine')} as machine, ${byVerdict('moderator')} as moderators,
      ${times('verdict.seconds')} as "verdictSeconds", ${times('held.seconds')} as "heldSeconds"
    from (
      select * from decision where by_kind = 'machine' and ${inRange('at', range)}
      union all
      select * from decision where by_kind = 'moderator' and undoes is null and ${inRange('at', range)}) d
    join comment on comment.uid = d.comment_uid and comment.site = ${range.site}
    left join lateral (${verdictSeconds}) verdict on true
    left join lateral (${heldSeconds}) held on true
    group by 1`.execute(db)
  return rows
}

export type RuleCount = { rule: string; matched: number; held: number; rejected: number }

/** Which rules matched in the machine's decisions, those in the shadow left out, the most frequent first. */
export async function readByRule(db: Executor, range: SeriesRange): Promise<RuleCount[]> {
  const { rows } = await sql<RuleCount>`
    select reason->>'rule' as rule, count(*)::int as matched,
      (count(*) filter (where d.verdict = 'hold'))::int as held,
      (count(*) filter (where d.verdict = 'reject'))::int as rejected
    from decision d
    join comment on comment.uid = d.comment_uid and comment.site = ${range.site}
    cross join lateral jsonb_array_elements(d.reasons) reason
    where d.by_kind = 'machine' and ${inRange('d.at', range)} and not (reason->>'shadow')::boolean
    group by 1 order by matched desc, rule`.execute(db)
  return rows
}

export type SectionCount = { section: string | null; received: number; held: number; rejected: number }

// More sections are none: a site that gives each article its own would fill the page with them.
const mostSections = 100

/** What came in each section, and what the machine held and rejected there; the fullest first. */
export async function readBySection(db: Executor, range: SeriesRange): Promise<SectionCount[]> {
  const { rows } = await sql<SectionCount>`
    select section, sum(received)::int as received, sum(held)::int as held, sum(rejected)::int as rejected
    from (
      select article_section as section, 1 as received, 0 as held, 0 as rejected
      from comment where site = ${range.site} and ${inRange('received_at', range)}
      union all
      select article_section, 0, (d.verdict = 'hold')::int, (d.verdict = 'reject')::int
      from decision d join comment on comment.uid = d.comment_uid and comment.site = ${range.site}
      where d.by_kind = 'machine' and ${inRange('d.at', range)}) counted
    group by section order by received desc, section limit ${sql.lit(mostSections)}`.execute(db)
  return rows
}
