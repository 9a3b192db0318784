import { sql } from 'kysely'
import type { Database } from '../../src/store/database.js'

const reason = { rule: 'insult', verdict: 'hold', message: 'Insults someone', spans: [{ start: 4, end: 10 }] }
const signals = { 'links.count': 0, 'author.published': 12, 'language.code': 'en', 'length.words': 24 }
const body = 'The council said in May that the bridge would open in June, and nobody asked what it costs. '

/**
 * So many comments of sixty days with what was decided on them: one in twenty held, spread over all of that time; authors who
 * write twenty, and two that write one in a hundred each; two hundred comments an article, a third of them replies.
 */
export async function fill(db: Database, count: number): Promise<void> {
  const many = sql`generate_series(1, ${count}::int) g`
  await sql`insert into comment (site, id, status, author_id, author_name, author_role, article_id, article_title,
      article_section, parent_id, received_at, revised_at)
    select 'default', 'c-' || g, case when g % 20 = 7 then 'held' when g % 25 = 3 then 'rejected' else 'published' end,
      case when g % 100 = 7 then 'busy' when g % 100 = 8 then 'busier' else 'a-' || hashint4(g) % ${Math.ceil(count / 20)}::int end,
      'reader', 'reader', 'n-' || g / 200, 'The bridge', (array['world', 'sport', 'local'])[g % 3 + 1],
      case when g % 3 = 0 then 'c-' || g - 1 end, at, at
    from ${many}, lateral (select now() - interval '60 days' * (1 - g::float8 / ${count}::int) as at) t order by g`.execute(
    db,
  )
  await sql`insert into revision (comment_uid, revision, body) select g, 1, repeat(${body}, 1 + g % 4) from ${many}`.execute(
    db,
  )
  await sql`insert into decision (comment_uid, revision, verdict, at, by_kind, reasons, scores, model, rules, severity)
    select uid, 1, case status when 'held' then 'hold' when 'rejected' then 'reject' else 'publish' end, revised_at,
      'machine', ${JSON.stringify([reason])}::jsonb || '[]',
      jsonb_build_object('toxic', s, 'severe_toxic', 0, 'obscene', 0, 'threat', 0, 'insult', s / 2, 'identity_hate', 0),
      'a-model', 'a-rule-set', s
    from comment, lateral (select (hashint8(uid) & 1023) / 1024.0 as s) t order by uid`.execute(db)
  await sql`insert into receipt (decision_id, signals, timings) select id, ${JSON.stringify(signals)}::jsonb, '{}'
    from decision`.execute(db)
  await sql`update comment set decision_id = d.id,
      rank = ln(greatest(d.severity, 0.01)) / ln(2::float8) + 1 - extract(epoch from revised_at)::float8 / 36000
    from decision d where d.comment_uid = uid`.execute(db)
  // PostgreSQL cleans up and counts by itself a minute later; a bench that is quicker would measure what nobody gets.
  for (const table of ['comment', 'revision', 'decision', 'receipt', 'lease', 'skip', 'note'])
    await sql`vacuum (analyze) ${sql.table(table)}`.execute(db)
}
