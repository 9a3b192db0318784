import { sql } from 'kysely'
import type { Status } from '../domain/verdict.js'
import type { Executor } from './database.js'
import { type AuthorView, authorView } from './views.js'

// What matched and under which names is read from comments and decisions: a flood's author has tens of thousands.
const mostRead = 1_000

export type AuthorHistory = {
  author: AuthorView
  firstSeenAt: string
  counts: Record<Status, number>
  byRule: { rule: string; count: number }[]
  names: string[]
}

const latestOf = (site: string, author: string) => sql`
  select * from comment where site = ${site} and author_id = ${author}
  order by received_at desc limit ${sql.lit(mostRead)}`

/** Of all comments, from the index alone. */
async function countAll(db: Executor, site: string, author: string) {
  const rows = await db
    .selectFrom('comment')
    .select(['status', sql<number>`count(*)::int`.as('count'), sql<Date>`min(received_at)`.as('first')])
    .where('site', '=', site)
    .where('author_id', '=', author)
    .groupBy('status')
    .execute()
  const of = (status: Status) => rows.find((row) => row.status === status)?.count ?? 0
  const counts = {
    pending: of('pending'),
    published: of('published'),
    held: of('held'),
    rejected: of('rejected'),
    erased: of('erased'),
  }
  return { counts, first: new Date(Math.min(...rows.map(({ first }) => first.getTime()))) }
}

async function countRules(db: Executor, site: string, author: string) {
  const { rows } = await sql<{ rule: string; count: number }>`
    select reason->>'rule' as rule, count(*)::int as count
    from (${latestOf(site, author)}) own
    join decision judged on judged.id = (
      select max(id) from decision
      where comment_uid = own.uid and revision = own.revision and by_kind = 'machine')
    cross join jsonb_array_elements(judged.reasons) reason
    where not (reason->>'shadow')::boolean
    group by 1 order by 2 desc, 1`.execute(db)
  return rows
}

async function readNames(db: Executor, site: string, author: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select author_name as name from (${latestOf(site, author)}) own
    where author_name is not null group by 1 order by max(received_at) desc`.execute(db)
  return rows.map(({ name }) => name)
}

/** Who an author is by what he has written here; undefined for one who has written nothing. */
export async function readAuthor(
  db: Executor,
  site: string,
  author: string,
): Promise<AuthorHistory | undefined> {
  const latest = await db
    .selectFrom('comment')
    .selectAll()
    .where('site', '=', site)
    .where('author_id', '=', author)
    .orderBy('received_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!latest) return undefined
  const { counts, first } = await countAll(db, site, author)
  return {
    author: authorView(latest),
    firstSeenAt: first.toISOString(),
    counts,
    byRule: await countRules(db, site, author),
    names: await readNames(db, site, author),
  }
}
