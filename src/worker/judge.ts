import { normalise } from '../domain/normalise.js'
import type { Circumstances, Reading, Readings } from '../domain/signal.js'
import type { Logger } from '../logger.js'
import type { Model } from '../model/model.js'
import type { Outcome } from '../rules/evaluate.js'
import { readSignals } from '../signals/all.js'
import { type History, readHistory } from '../store/circumstances.js'
import { bodyOf, type CommentRow, lockComment } from '../store/comments.js'
import type { Database } from '../store/database.js'
import { type NewDecision, recordDecision } from '../store/decide.js'
import { findRow } from '../store/find-row.js'

/** The rule set in force: its hash, and what it says of a comment's readings. */
export type Rules = { hash: string; evaluate: (readings: Readings, normalisedBody: string) => Outcome }

export type JudgeParts = {
  db: Database
  model: Model
  rules: () => Rules
  endpoint: string | undefined
  logger: Logger
  onReport: (reportId: string) => Promise<void>
  onDecision: (seen: { verdict: string; waitedMs: number; modelMs: number | undefined }) => void
}

export type JudgeJob = { uid: string; revision: number; again?: string | undefined }

type Timings = Record<string, number>

async function timed<T>(timings: Timings, step: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now()
  try {
    return await work()
  } finally {
    timings[step] = Math.round((performance.now() - start) * 10) / 10
  }
}

/** What cannot be had is `undefined`, said in the log, and for the rules to hold. */
async function unlessItFails<T>(parts: JudgeParts, row: CommentRow, what: string, work: Promise<T>) {
  try {
    return await work
  } catch (err) {
    parts.logger.warn({ err, comment: row.uid, missing: what }, 'judging without a signal')
    return undefined
  }
}

function circumstancesOf(
  row: CommentRow,
  body: string,
  normalisedBody: string,
  history: History | undefined,
) {
  return {
    now: new Date(),
    body,
    normalisedBody,
    author: { id: row.author_id, role: row.author_role, joinedAt: row.author_joined_at },
    section: row.article_section,
    declaredLanguage: row.language,
    record: history?.record,
    pace: history?.pace,
    sameTextCount: history?.sameTextCount,
  } satisfies Omit<Circumstances, 'scores'>
}

const plain = (readings: Readings) =>
  Object.fromEntries(
    Object.entries(readings).map(([name, reading]: [string, Reading | undefined]) => [
      name,
      reading?.value ?? null,
    ]),
  )

async function weigh(parts: JudgeParts, row: CommentRow, body: string): Promise<NewDecision> {
  const timings: Timings = {}
  const normalisedBody = normalise(body).text
  // The order of the design: circumstances, then scores, then every signal, then all rules.
  const history = await unlessItFails(
    parts,
    row,
    'history',
    timed(timings, 'historyMs', () => readHistory(parts.db, row)),
  )
  const scores = await unlessItFails(
    parts,
    row,
    'scores',
    timed(timings, 'modelMs', () => parts.model.score(normalisedBody)),
  )
  const { readings, failures } = readSignals({
    ...circumstancesOf(row, body, normalisedBody, history),
    scores,
  })
  for (const failure of failures)
    parts.logger.error({ err: failure.cause, comment: row.uid, signal: failure.signal }, 'a signal failed')
  const rules = parts.rules()
  const outcome = rules.evaluate(readings, normalisedBody)
  for (const failure of outcome.failures)
    parts.logger.error({ err: failure.cause, comment: row.uid, rule: failure.rule }, 'a rule failed')
  const state = parts.model.state()
  return {
    verdict: outcome.verdict,
    by: { kind: 'machine' },
    reasons: outcome.reasons,
    scores: scores ?? null,
    model: scores && state.ready ? state.version : null,
    rules: rules.hash,
    missing: outcome.missing,
    receipt: { signals: plain(readings), timings, note: null },
  }
}

/** True when the job still has something to do: the row may have moved on since it was enqueued. */
function awaits(row: CommentRow | undefined, job: JudgeJob): row is CommentRow {
  if (!row || row.revision !== job.revision || row.status === 'erased') return false
  return job.again === undefined ? row.status === 'pending' : row.decision_id === job.again
}

async function conclude(parts: JudgeParts, job: JudgeJob, decision: NewDecision): Promise<void> {
  const done = await parts.db.transaction().execute(async (tx) => {
    const row = await lockComment(tx, { uid: job.uid })
    if (!awaits(row, job)) return undefined
    const recorded = await recordDecision(tx, row, decision, parts.endpoint)
    return { ...recorded, waitedMs: Date.now() - row.revised_at.getTime() }
  })
  if (!done) return
  const { verdict, missing, receipt } = decision
  parts.logger.info(
    { comment: job.uid, decision: done.decisionId, verdict, missing, waitedMs: done.waitedMs },
    'decided',
  )
  parts.onDecision({ verdict, waitedMs: done.waitedMs, modelMs: receipt.timings.modelMs })
  if (done.reportId !== undefined) await parts.onReport(done.reportId)
}

/** Judges one revision of a comment, at most once: a job that comes again finds nothing left to do. */
export async function judge(parts: JudgeParts, job: JudgeJob): Promise<void> {
  const row = await findRow(parts.db, job.uid)
  if (!awaits(row, job)) return
  const body = await bodyOf(parts.db, row.uid, row.revision)
  if (body === null) return
  const decision = await weigh(parts, row, body)
  // Still nothing to score with: a second decision would say no more than the first.
  if (job.again !== undefined && decision.missing.includes('scores')) return
  await conclude(parts, job, decision)
}

/** Holds a comment whose judging failed for good: a moderator decides what the machine could not. */
export async function holdUnjudged(parts: JudgeParts, job: JudgeJob): Promise<void> {
  const message = 'Could not be judged: the work on it failed'
  await conclude(parts, job, {
    verdict: 'hold',
    by: { kind: 'machine' },
    reasons: [{ rule: 'could-not-be-judged', verdict: 'hold', message, spans: [], shadow: false }],
    scores: null,
    model: null,
    rules: null,
    missing: ['judgement'],
    receipt: { signals: {}, timings: {}, note: null },
  })
}
