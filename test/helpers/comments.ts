import { sql } from 'kysely'
import { commentInputSchema } from '../../src/domain/comment.js'
import type { Decision } from '../../src/domain/decision.js'
import type { Verdict } from '../../src/domain/verdict.js'
import { lockComment } from '../../src/store/comments.js'
import { type NewDecision, recordDecision } from '../../src/store/decide.js'
import type { TestStet } from './stet.js'

/** A comment as a site sends it, with only what is needed and what a test gives. */
export function aComment(id: string, more: Record<string, unknown> = {}) {
  return {
    id,
    body: `The bridge on Mill Lane was closed in May, not in June. (${id})`,
    author: { id: 'a-1' },
    article: { id: 'n-1' },
    ...more,
  }
}

/** A comment as the API shows it, in so far as the tests look at it. */
export type SeenComment = {
  id: string
  revision: number
  status: string
  body: string | null
  author: { id: string; name: string | null }
  decision: Decision | null
}

export type SeenProblem = {
  title: string
  status: number
  detail?: string
  errors?: { pointer: string; detail: string }[]
}

/** How many comments the database holds. */
export async function storedCount({ context }: TestStet): Promise<number> {
  const row = await context.db
    .selectFrom('comment')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Every row of every table as one text, to look for what must not be there. */
export async function wholeDatabase({ context: { db } }: TestStet): Promise<string> {
  const tables = await sql<{ name: string }>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`.execute(db)
  const texts = tables.rows.map(async ({ name }) => {
    const { rows } = await sql<{ line: string }>`select t::text as line from ${sql.raw(name)} t`.execute(db)
    return rows.map(({ line }) => `${name}: ${line}`).join('\n')
  })
  return (await Promise.all(texts)).join('\n')
}

type Judgement = {
  rule?: string
  toxic?: number
  threat?: number
  priority?: number
  signals?: Record<string, unknown>
  rules?: string
}

/** Records a decision of the machine, whole as it is given. */
export async function recordJudgement(
  { context: { db, config } }: TestStet,
  id: string,
  judgement: Omit<NewDecision, 'by'>,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const row = await lockComment(tx, { site: 'default', id })
    if (!row) throw new Error(`no comment ${id}`)
    const decision = { ...judgement, by: { kind: 'machine' as const } }
    await recordDecision(tx, row, decision, { endpoint: config.STET_REPORT_URL, delayMs: 0 })
  })
}

/** Records what a worker would have decided, so that a test of what follows needs no model. */
export async function judgeAs(
  stet: TestStet,
  id: string,
  verdict: Verdict,
  {
    rule = 'a-rule',
    toxic = 0.5,
    threat = 0,
    priority = 0,
    signals = {},
    rules = 'a-rule-set',
  }: Judgement = {},
): Promise<void> {
  const rest = { severe_toxic: 0, obscene: 0, threat, insult: 0, identity_hate: 0 }
  await recordJudgement(stet, id, {
    verdict,
    reasons: [{ rule, verdict, message: 'Matches a rule', spans: [{ start: 4, end: 10 }], shadow: false }],
    scores: { toxic, ...rest },
    model: 'a-model',
    rules,
    missing: [],
    urgency: { priority },
    receipt: { signals, timings: {}, note: null, circumstances: null },
  })
}

/** Sends comments and fails the test at once when one is not taken. */
export async function send(stet: TestStet, ...comments: ReturnType<typeof aComment>[]): Promise<void> {
  for (const comment of comments) {
    commentInputSchema.parse(comment)
    const { status } = await stet.call('POST', '/v1/comments', { body: comment })
    if (status !== 202) throw new Error(`${comment.id} was answered with ${status}`)
  }
}
