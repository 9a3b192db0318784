import { sql } from 'kysely'
import type { Verdict } from '../../src/domain/verdict.js'
import type { Database } from '../../src/store/database.js'

export type Decided = {
  /** How many of them; one until told. */
  count?: number
  /** The rule that matched; none until told. */
  rule?: string
  /** What that rule says. */
  says?: Verdict
  shadow?: boolean
  verdict?: Verdict
  rules?: string
  missing?: string[]
  /** How long ago, by the database's clock; or at which time. */
  ago?: string
  at?: Date
  by?: 'machine' | 'moderator'
}

/** Puts decisions into the record as workers would have, all on one comment that is made for them. */
export async function decide(db: Database, one: Decided): Promise<void> {
  const {
    count = 1,
    rule,
    says = 'hold',
    shadow = false,
    by = 'machine',
    rules = 'a-set',
    missing = [],
  } = one
  const reason = { rule, verdict: says, message: 'x', spans: [], shadow }
  const at = one.at ? sql`${one.at}::timestamptz` : sql`now() - ${one.ago ?? '0 s'}::interval`
  await sql`
    with c as (
      insert into comment (site, id, author_id, author_role, article_id)
      values ('default', 'decided ' || gen_random_uuid(), 'a-1', 'reader', 'n-1') returning uid)
    insert into decision (comment_uid, revision, verdict, at, by_kind, reasons, rules, missing)
    select uid, 1, ${one.verdict ?? (rule && !shadow ? says : 'publish')}, ${at}, ${by},
      ${JSON.stringify(rule === undefined ? [] : [reason])}::jsonb, ${rules}, ${missing}::text[]
    from c, generate_series(1, ${count})`.execute(db)
}
