import { sql } from 'kysely'
import { modeRule } from '../domain/article-mode.js'
import { standing } from './article-modes.js'
import type { Executor } from './database.js'
import type { ArticleView } from './views.js'

// More are no list that a person reads; the busiest come first.
const mostArticles = 200

export type ArticleCounts = { pending: number; published: number; held: number; rejected: number }

/** An article by its latest comment, with counts and what it did in the last quarter of an hour and the day before it. */
export type ArticleRow = {
  article: ArticleView
  counts: ArticleCounts
  lately: number
  before: number
  quarters: number
}

type Row = ArticleView & ArticleCounts & Pick<ArticleRow, 'lately' | 'before' | 'quarters'>

const count = (condition: ReturnType<typeof sql>) => sql`(count(*) filter (where ${condition}))::int`
const status = (name: string) => count(sql`status = ${sql.lit(name)}`)

const lately = sql`received_at > now() - interval '15 minutes'`
const before = sql`received_at > now() - interval '24 hours' and received_at <= now() - interval '15 minutes'`

async function readRows(db: Executor, site: string, ids: ReturnType<typeof sql>, limit: number) {
  const { rows } = await sql<Row>`
    select wanted.id, named.url, named.title, named.section, counted.*
    from (${ids}) wanted
    cross join lateral (
      select ${status('pending')} as pending, ${status('published')} as published, ${status('held')} as held,
        ${status('rejected')} as rejected, ${count(lately)} as lately, ${count(before)} as before,
        (extract(epoch from least(interval '24 hours', now() - min(received_at)) - interval '15 minutes') / 900)::float8
          as quarters
      from comment where site = ${site} and article_id = wanted.id) counted
    left join lateral (
      select article_url as url, article_title as title, article_section as section from comment
      where site = ${site} and article_id = wanted.id order by received_at desc limit 1) named on true
    order by counted.lately + counted.before desc, wanted.id limit ${limit}`.execute(db)
  return rows.map(
    ({ id, url, title, section, lately, before, quarters, ...counts }): ArticleRow => ({
      article: { id, url, title, section },
      counts,
      lately,
      before,
      // Null where nobody has commented yet.
      quarters: quarters ?? 0,
    }),
  )
}

const commentedToday = (site: string) => sql`
  select article_id as id from comment where site = ${site} and received_at > now() - interval '24 hours'`

/** The articles with comments in the last day, and unless `active` those whose mode was set; the busiest first. */
export async function listArticles(db: Executor, site: string, active: boolean): Promise<ArticleRow[]> {
  const set = sql`select article_id as id from article_mode where site = ${site} and ${standing}`
  const today = sql`${commentedToday(site)} group by 1 order by count(*) desc limit ${sql.lit(mostArticles)}`
  const ids = active ? today : sql`(${today}) union (${set})`
  return readRows(db, site, ids, mostArticles)
}

/** One article; undefined when it has no comment, nor a mode of its own. */
export async function findArticle(db: Executor, site: string, id: string): Promise<ArticleRow | undefined> {
  const known = sql`
    select ${id}::text as id where exists (select from comment where site = ${site} and article_id = ${id})
      or exists (select from article_mode where site = ${site} and article_id = ${id} and ${standing})`
  return (await readRows(db, site, known, 1))[0]
}

export type Judged = {
  judgedLately: number
  stoppedLately: number
  judgedBefore: number
  stoppedBefore: number
}

/**
 * What the machine made of the last day's comments on an article at first sight. What moderators made of them is not asked:
 * of the last ones they have seen none yet. A comment that was held for its article alone counts as published.
 */
export async function readJudged(db: Executor, site: string, article: string): Promise<Judged> {
  const alone = JSON.stringify([{ rule: modeRule }])
  const { rows } = await sql<Judged>`
    select ${count(lately)} as "judgedLately", ${count(sql`${lately} and stopped`)} as "stoppedLately",
      ${count(before)} as "judgedBefore", ${count(sql`${before} and stopped`)} as "stoppedBefore"
    from comment cross join lateral (
      select verdict <> 'publish' and not reasons @> ${alone}::jsonb as stopped from decision
      where comment_uid = comment.uid and by_kind = 'machine' order by decision.id limit 1) first
    where site = ${site} and article_id = ${article} and received_at > now() - interval '24 hours'`.execute(
    db,
  )
  return rows[0] ?? { judgedLately: 0, stoppedLately: 0, judgedBefore: 0, stoppedBefore: 0 }
}

export type HourOfArticle = { at: Date; count: number; held: number; rejected: number }

/** The last 24 hours, each with the comments that came in it; the last is that of now. */
export async function readArticleHours(
  db: Executor,
  site: string,
  article: string,
): Promise<HourOfArticle[]> {
  const { rows } = await sql<HourOfArticle>`
    select hour as at, count(uid)::int as count, ${status('held')} as held, ${status('rejected')} as rejected
    from generate_series(date_trunc('hour', now(), 'UTC') - interval '23 hours', now(), interval '1 hour') hour
    left join comment on site = ${site} and article_id = ${article} and status <> 'erased'
      and received_at >= hour and received_at < hour + interval '1 hour'
    group by hour order by hour`.execute(db)
  return rows
}
