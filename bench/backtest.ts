import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { sql } from 'kysely'
import { runBacktest } from '../src/desk/run-backtest.js'
import { normalise } from '../src/domain/normalise.js'
import type { RuleSource } from '../src/rules/check-rule-set.js'
import { evaluate } from '../src/rules/evaluate.js'
import { readRuleSource } from '../src/rules/load-rule-set.js'
import type { RuleSet } from '../src/rules/rule-set.js'
import { triedSet } from '../src/rules/tried-set.js'
import { versionOf } from '../src/rules/version.js'
import { declarations, readSignals } from '../src/signals/all.js'
import { type Database, openDatabase } from '../src/store/database.js'
import { startEmbeddedPostgres } from '../src/store/embedded/start.js'
import { migrateToLatestOrThrow } from '../src/store/migrate.js'
import { pastDecisions, spanOfPast } from '../src/store/past-decisions.js'
import { applyVersion } from '../src/store/rule-versions.js'
import { circumstancesWith } from '../test/signals/circumstances.js'

// Fills a database with 100,000 decisions of 30 days, or as many as it is told, and tries other rules on them.
// npm run bench:backtest [-- COUNT]

const count = Number(process.argv[2] ?? 100_000)
const say = (line: string) => process.stderr.write(`${line}\n`)
const now = new Date()

/** What readers wrote in the demonstration, as the default rules judge it, with a spread of scores. */
async function samples(ruleSet: RuleSet) {
  const lines = (await readFile('demo/comments.ndjson', 'utf8')).trim().split('\n')
  return lines.map((line, index) => {
    const { body } = JSON.parse(line) as { body: string }
    const toxic = ((index * 37) % 100) / 100
    const rest = { severe_toxic: 0, obscene: 0, threat: 0, identity_hate: 0 }
    const scores = { ...rest, toxic, insult: toxic / 1.5 }
    const text = normalise(body)
    const { readings } = readSignals(
      circumstancesWith({ body, normalisedBody: text.text, scores, wholeScores: scores }),
    )
    const circumstances = { text, commentId: '1', section: 'world', now, overLimit: new Set<string>() }
    const { verdict, reasons, lists } = evaluate(ruleSet, readings, circumstances)
    const signals = Object.fromEntries(
      Object.entries(readings).map(([name, one]) => [name, one?.value ?? null]),
    )
    return { body, signals, verdict, reasons, circumstances: { now, overLimit: [], lists } }
  })
}

/** Comments, texts, decisions and receipts by the thousand, and every tenth held one decided by a moderator. */
async function fill(db: Database, ruleSet: RuleSet): Promise<void> {
  await sql`create table sample as
    select (row_number() over ())::int - 1 as n, s->>'body' as body, s->'signals' as signals, s->>'verdict' as verdict,
      s->'reasons' as reasons, s->'circumstances' as circumstances
    from jsonb_array_elements(${JSON.stringify(await samples(ruleSet))}::jsonb) s`.execute(db)
  const many = sql`generate_series(1, ${count}::int) g join sample on sample.n = g % (select count(*) from sample)`
  await sql`insert into comment (site, id, status, author_id, author_role, article_id, article_section)
    select 'default', 'c-' || g, case verdict when 'hold' then 'held' else 'published' end, 'a-' || g % 5000, 'reader',
      'n-' || g % 300, (array['world', 'sport', 'local'])[g % 3 + 1] from ${many} order by g`.execute(db)
  await sql`insert into revision (comment_uid, revision, body) select g, 1, body from ${many} order by g`.execute(
    db,
  )
  await sql`insert into decision (comment_uid, revision, verdict, at, by_kind, reasons, rules)
    select g, 1, verdict, now() - interval '30 days' * (1 - g::float8 / ${count}::int), 'machine', reasons, ${ruleSet.hash}
    from ${many} order by g`.execute(db)
  await sql`insert into receipt (decision_id, signals, timings, circumstances)
    select g, signals, '{}', circumstances from ${many} order by g`.execute(db)
  await sql`insert into decision (comment_uid, revision, verdict, by_kind, reasons)
    select g, 1, case g % 3 when 0 then 'publish' else 'reject' end, 'moderator', '[]' from ${many}
    where verdict = 'hold' and g % 10 = 0`.execute(db)
  // PostgreSQL counts by itself a minute later; a bench that is quicker would measure plans that nobody gets.
  for (const table of ['comment', 'revision', 'decision', 'receipt'])
    await sql`analyze ${sql.table(table)}`.execute(db)
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<{ answer: T; seconds: number }> {
  const start = performance.now()
  const answer = await work()
  const seconds = (performance.now() - start) / 1_000
  say(`${what}: ${seconds.toFixed(1)} s`)
  return { answer, seconds }
}

async function readOnly(db: Database): Promise<void> {
  const filter = { site: 'default', since: new Date(0), share: 1, withText: true }
  const { from } = await spanOfPast(db, filter)
  for await (const rows of pastDecisions(db, filter, from)) if (rows.length === 0) return
}

async function compare(db: Database, name: string, source: RuleSource): Promise<string> {
  const tried = triedSet(source, declarations)
  const reading = await timed(`${name}: reading alone`, () => readOnly(db))
  const request = { site: 'default', since: new Date(0), most: count, secondsPerItem: 30 }
  const { answer, seconds } = await timed(`${name}: backtest`, () =>
    runBacktest(db, { ...request, tried, against: undefined, onProgress: () => undefined }),
  )
  const changed = answer.changes.reduce((sum, change) => sum + change.count, 0)
  const rate = Math.round(answer.decisions / seconds)
  const ratio = (seconds / reading.seconds).toFixed(2)
  return `${name.padEnd(22)}${answer.decisions} decisions, ${changed} changed, ${seconds.toFixed(1)} s, ${rate}/s, ${ratio} × reading alone`
}

/** The default rules with another threshold, which receipts answer, and with another list, for which texts are read. */
function variants(source: RuleSource): [string, RuleSource][] {
  const threshold = source.text.replace('scores.toxic >= 0.50', 'scores.toxic >= 0.40')
  const lists = new Map([...source.lists].map(([path, text]) => [path, `${text}\ncheap flights\n`]))
  return [
    ['another threshold', { ...source, text: threshold }],
    ['another list', { ...source, lists }],
  ]
}

const folder = await mkdtemp('/tmp/stet-bench-')
await chmod(folder, 0o755)
const postgres = await startEmbeddedPostgres({ dataDir: folder, log: () => undefined })
const db = openDatabase(postgres.url, () => undefined)
try {
  await migrateToLatestOrThrow(db)
  const source = await readRuleSource('rules/default.yaml')
  const { ruleSet } = triedSet(source, declarations)
  await applyVersion(db, versionOf(source, ruleSet), 'bench')
  await timed(`filling with ${count}`, () => fill(db, ruleSet))
  for (const [name, variant] of variants(source))
    process.stdout.write(`${await compare(db, name, variant)}\n`)
} finally {
  await db.destroy()
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}
