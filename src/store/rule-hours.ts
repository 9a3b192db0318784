import { sql } from 'kysely'
import type { Executor } from './database.js'

/** What one rule of one set matched in a stretch of time, among the comments that the set judged with nothing missing. */
export type RuleCounts = {
  rules: string
  rule: string
  judged: number
  matched: number
  wouldHold: number
  wouldReject: number
}

/** The same, of one UTC day. */
export type RuleDay = RuleCounts & { day: Date }

const bandDays = sql`interval '14 days'`
const keptFor = sql`interval '16 days'`
// Only when every transaction that began in an hour has ended is the hour complete.
const complete = sql`date_trunc('hour', now() - interval '5 minutes', 'UTC')`

/** Each hour's counts for every rule of the sets that judged in it; rules that matched nothing have a 0. */
const hourly = (from: ReturnType<typeof sql>, to: ReturnType<typeof sql>) => sql`
  with judged as (
    select date_trunc('hour', at, 'UTC') as hour, rules, count(*) as judged from decision
    where by_kind = 'machine' and at >= ${from} and at < ${to} and missing = '{}' and rules is not null
    group by 1, 2),
  matched as (
    select date_trunc('hour', d.at, 'UTC') as hour, d.rules, r->>'rule' as rule, count(*) as matched,
      count(*) filter (where (r->>'shadow')::boolean and r->>'verdict' = 'hold' and d.verdict = 'publish')
        as would_hold,
      count(*) filter (where (r->>'shadow')::boolean and r->>'verdict' = 'reject' and d.verdict <> 'reject')
        as would_reject
    from decision d cross join lateral jsonb_array_elements(d.reasons) r
    where d.by_kind = 'machine' and d.at >= ${from} and d.at < ${to} and d.missing = '{}'
    group by 1, 2, 3),
  names as (select distinct hash, unnest(rule_names) as rule from rule_version)
  select j.hour, j.rules, n.rule, j.judged, coalesce(m.matched, 0) as matched,
    coalesce(m.would_hold, 0) as would_hold, coalesce(m.would_reject, 0) as would_reject
  from judged j join names n on n.hash = j.rules
  left join matched m on m.hour = j.hour and m.rules = j.rules and m.rule = n.rule`

const summed = sql`sum(judged)::int as judged, sum(matched)::int as matched,
  sum(would_hold)::int as "wouldHold", sum(would_reject)::int as "wouldReject"`

/** Keeps the counts of the hours that are complete by now and are not kept yet, and forgets those that are too old. */
export async function keepHours(db: Executor): Promise<void> {
  const from = sql`coalesce((select max(hour) + interval '1 hour' from rule_hour), now() - ${keptFor})`
  await sql`
    insert into rule_hour (hour, rules, rule, judged, matched, would_hold, would_reject)
    ${hourly(sql`date_trunc('hour', ${from}, 'UTC')`, complete)} on conflict do nothing`.execute(db)
  await sql`delete from rule_hour where hour < now() - ${keptFor}`.execute(db)
}

/** The counts of the last 14 complete UTC days, as far as they are kept. */
export async function readRuleDays(db: Executor): Promise<RuleDay[]> {
  const { rows } = await sql<RuleDay>`
    select date_trunc('day', hour, 'UTC') as day, rules, rule, ${summed} from rule_hour
    where hour >= date_trunc('day', now(), 'UTC') - ${bandDays} and hour < date_trunc('day', now(), 'UTC')
    group by 1, 2, 3`.execute(db)
  return rows
}

/** The counts of the last sixty minutes, from the decisions themselves. */
export async function readLastHour(db: Executor): Promise<RuleCounts[]> {
  const { rows } = await sql<RuleCounts>`
    select rules, rule, ${summed} from (${hourly(sql`now() - interval '1 hour'`, sql`now()`)}) h
    group by 1, 2`.execute(db)
  return rows
}

/** The counts of the last day: of the complete hours as they are kept, and of the hour that runs. */
export async function readLastDay(db: Executor): Promise<RuleCounts[]> {
  const since = sql`greatest(now() - interval '1 day', coalesce(
    (select max(hour) + interval '1 hour' from rule_hour), '-infinity'))`
  const { rows } = await sql<RuleCounts>`
    select rules, rule, ${summed} from (
      select * from rule_hour where hour >= now() - interval '1 day'
      union all (${hourly(since, sql`now()`)})) h
    group by 1, 2`.execute(db)
  return rows
}
