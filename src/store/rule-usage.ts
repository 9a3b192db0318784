import { sql } from 'kysely'
import type { Executor } from './database.js'

/** How often each rule has counted today. */
export type RuleUsage = {
  /** The UTC day. */
  day: Date
  /** What was decided before this moment stands in `settled`. */
  settledUntil: Date
  settled: ReadonlyMap<string, number>
  counted: ReadonlyMap<string, number>
}

// A decision's time is when its transaction began, and it is seen once that has ended: after a minute each has.
const settling = sql`interval '1 minute'`

type Row = { day: Date; settledUntil: Date; rule: string | null; settled: string; counted: string }

const sums = (base: ReadonlyMap<string, number>, rows: readonly Row[], key: 'settled' | 'counted') => {
  const counts = new Map(base)
  for (const row of rows)
    if (row.rule !== null) counts.set(row.rule, (base.get(row.rule) ?? 0) + Number(row[key]))
  return counts
}

/**
 * How often each rule has counted today (UTC), by what is decided: the machine's decisions with nothing missing, so that a
 * model that is away uses up no limit. Given what was read before, only what is newer is read. The clock is the database's.
 */
export async function readRuleUsage(db: Executor, before?: RuleUsage): Promise<RuleUsage> {
  const since = before?.settledUntil ?? new Date(0)
  const { rows } = await sql<Row>`
    with clock as (
      select date_trunc('day', now(), 'UTC') as day,
        date_trunc('milliseconds', now() - ${settling}) as until)
    select clock.day, clock.until as "settledUntil", c.rule, c.settled, c.counted
    from clock left join lateral (
      select r->>'rule' as rule, count(*) filter (where d.at < clock.until) as settled, count(*) as counted
      from decision d cross join lateral jsonb_array_elements(d.reasons) r
      where d.by_kind = 'machine' and d.at >= greatest(clock.day, ${since}::timestamptz)
        and d.missing = '{}' and not (r->>'shadow')::boolean
      group by 1) c on true`.execute(db)
  const [first] = rows
  if (!first) throw new Error('the database told no time')
  const { day, settledUntil } = first
  const base = before?.day.getTime() === day.getTime() ? before.settled : new Map<string, number>()
  return { day, settledUntil, settled: sums(base, rows, 'settled'), counted: sums(base, rows, 'counted') }
}
