import { watchedScores } from '../domain/article-mode.js'
import type { Scores } from '../domain/labels.js'
import type { Circumstances, Reading, Readings } from '../domain/signal.js'
import type { Logger } from '../logger.js'
import type { Model } from '../model/model.js'
import type { Outcome, RuleCircumstances } from '../rules/evaluate.js'
import { readSignals } from '../signals/all.js'
import { type History, readHistory } from '../store/circumstances.js'
import { type CommentRow, lockComment } from '../store/comments.js'
import type { Database, Executor } from '../store/database.js'
import { type NewDecision, recordDecision } from '../store/decide.js'
import { unjudged, wasGivenUp } from '../store/given-up.js'
import { readComment } from '../store/read-comment.js'
import { type OwnWords, ownWords } from './own-words.js'
import { reasonsWithSpans } from './score-spans.js'
import { type Timings, timed } from './timings.js'

/** The rule set in force: its hash, the rules whose limit is used up, and what it says of a comment's readings. */
export type Rules = {
  hash: string
  overLimit: ReadonlySet<string>
  evaluate: (readings: Readings, circumstances: RuleCircumstances) => Outcome
}

export type JudgeParts = {
  db: Database
  model: Model
  /** Rejects while it is not known which set is in force. */
  rules: () => Promise<Rules>
  endpoint: string | undefined
  /** The language of comments that come with none. */
  siteLanguage: string | undefined
  logger: Logger
  onReport: (reportId: string) => Promise<void>
  onDecision: (seen: { verdict: string; waitedMs: number; modelMs: number | undefined }) => void
  /** Hears of every failure: a signal that could not be read, a rule that broke, a try at a job that came to nothing. */
  onFailure: (kind: 'signal' | 'rule' | 'job') => void
}

export type JudgeJob = { uid: string; revision: number; again?: string | undefined }

/** What cannot be had is `undefined`, said in the log, and for the rules to hold. */
async function unlessItFails<T>(parts: JudgeParts, row: CommentRow, what: string, work: Promise<T>) {
  try {
    return await work
  } catch (err) {
    parts.onFailure('signal')
    parts.logger.warn({ err, comment: row.uid, missing: what }, 'judging without a signal')
    return undefined
  }
}

function circumstancesOf(
  row: CommentRow,
  body: string,
  { whole, quotations }: OwnWords,
  history: History | undefined,
) {
  return {
    now: new Date(),
    receivedAt: row.revised_at,
    body,
    normalisedBody: whole.text,
    author: { id: row.author_id, role: row.author_role, joinedAt: row.author_joined_at },
    section: row.article_section,
    declaredLanguage: row.language,
    record: history?.record,
    pace: history?.pace,
    sameTextCount: history?.sameTextCount,
    nearlySame: history?.nearlySame,
    articleRecord: history?.articleRecord,
    articleMode: history?.articleMode,
    replyDepth: history?.replyDepth,
    edits: history?.edits,
    quotations,
  } satisfies Omit<Circumstances, 'scores' | 'wholeScores'>
}

const plain = (readings: Readings) =>
  Object.fromEntries(
    Object.entries(readings).map(([name, reading]: [string, Reading | undefined]) => [
      name,
      reading?.value ?? null,
    ]),
  )

/** The author's history; tried again with the whole job while it may be, because the database is needed anyway. */
async function historyOf(parts: JudgeParts, row: CommentRow, timings: Timings, lastTry: boolean) {
  const reading = timed(timings, 'historyMs', () => readHistory(parts.db, row))
  return lastTry ? unlessItFails(parts, row, 'history', reading) : reading
}

/** The scores of the reader's own words and of the whole text: one run of the model where they are the same. */
async function scoresOf(parts: JudgeParts, row: CommentRow, { own, whole }: OwnWords, timings: Timings) {
  const before = parts.model.state()
  const texts = own === whole ? [own] : [own, whole]
  const reading = timed(timings, 'modelMs', () =>
    Promise.all(texts.map(({ text }) => parts.model.score(text))),
  )
  const read = await unlessItFails(parts, row, 'scores', reading)
  const [scores, wholeScores = scores] = read ?? []
  const after = parts.model.state()
  // A model that stood there all the time and gave no scores has failed on this text: it is named, and asked again only
  // when it is another. One that was away is not named, so that the sweep knows what to score when it is back.
  const stood = after.ready && before.ready && after.since === before.since
  return { scores, wholeScores, model: after.ready && (scores || stood) ? after.version : null }
}

type BothScores = { scores: Scores | undefined; wholeScores: Scores | undefined }

/** The scores as the rules are told them; the decision keeps the model's own. */
function scoresForRules({ scores, wholeScores }: BothScores, mode: History['articleMode'] | undefined) {
  if (mode !== 'watch') return { scores, wholeScores }
  return { scores: scores && watchedScores(scores), wholeScores: wholeScores && watchedScores(wholeScores) }
}

async function weigh(
  parts: JudgeParts,
  row: CommentRow,
  body: string,
  lastTry: boolean,
): Promise<NewDecision> {
  const timings: Timings = {}
  // The order of the design: circumstances, then scores, then every signal, then all rules.
  const history = await historyOf(parts, row, timings, lastTry)
  const words = ownWords(body, history && [history.parentBody, row.article_title])
  const { model, ...read } = await scoresOf(parts, row, words, timings)
  const told = scoresForRules(read, history?.articleMode)
  const circumstances = { ...circumstancesOf(row, body, words, history), ...told }
  const { readings, failures } = readSignals(circumstances)
  for (const failure of failures) {
    parts.onFailure('signal')
    parts.logger.error({ err: failure.cause, comment: row.uid, signal: failure.signal }, 'a signal failed')
  }
  const rules = await parts.rules()
  const { now, section } = circumstances
  const { overLimit } = rules
  const again = (seen: Readings) =>
    rules.evaluate(seen, { text: words.whole, commentId: row.uid, section, now, overLimit })
  const outcome = again(readings)
  for (const failure of outcome.failures) {
    parts.onFailure('rule')
    parts.logger.error({ err: failure.cause, comment: row.uid, rule: failure.rule }, 'a rule failed')
  }
  return {
    verdict: outcome.verdict,
    by: { kind: 'machine' },
    reasons: await reasonsWithSpans(
      parts,
      { uid: row.uid, text: words.own, outcome, readings, timings },
      again,
    ),
    scores: read.scores ?? null,
    model,
    rules: rules.hash,
    missing: outcome.missing,
    urgency: { priority: outcome.priority },
    receipt: {
      signals: plain(readings),
      timings,
      note: null,
      circumstances: { now: now.toISOString(), overLimit: [...overLimit], lists: outcome.lists },
    },
  }
}

/** True when the job still has something to do: the row may have moved on since it was enqueued. */
function awaits(row: CommentRow, job: JudgeJob): boolean {
  if (row.revision !== job.revision || row.status === 'erased') return false
  return job.again === undefined ? row.status === 'pending' : row.decision_id === job.again
}

/** True also when the comment was held unjudged: a job that is replayed judges it after all. */
async function awaitsJudgement(db: Executor, row: CommentRow, job: JudgeJob): Promise<boolean> {
  if (awaits(row, job)) return true
  if (row.revision !== job.revision || row.status !== 'held' || job.again !== undefined) return false
  return wasGivenUp(db, row)
}

type Wanted = (tx: Executor, row: CommentRow) => Promise<boolean>

async function conclude(parts: JudgeParts, job: JudgeJob, decision: NewDecision, isWanted: Wanted) {
  const done = await parts.db.transaction().execute(async (tx) => {
    const row = await lockComment(tx, { uid: job.uid })
    if (!row || !(await isWanted(tx, row))) return undefined
    const recorded = await recordDecision(tx, row, decision, { endpoint: parts.endpoint, delayMs: 0 })
    return { ...recorded, waitedMs: Date.now() - row.revised_at.getTime() }
  })
  if (!done) return
  const { verdict, missing, receipt } = decision
  parts.logger.info(
    { comment: job.uid, decision: done.decisionId, verdict, missing, waitedMs: done.waitedMs },
    'decided',
  )
  parts.onDecision({ verdict, waitedMs: done.waitedMs, modelMs: receipt.timings.modelMs })
  for (const id of done.reportIds) await parts.onReport(id)
}

/**
 * Judges one revision of a comment, at most once: a job that comes again finds nothing left to do. `lastTry` says that no
 * other try will follow, so that what still cannot be had is missing.
 */
export async function judge(parts: JudgeParts, job: JudgeJob, lastTry = true): Promise<void> {
  const row = await readComment(parts.db, job.uid)
  if (!row || row.body === null || !(await awaitsJudgement(parts.db, row, job))) return
  const language = row.language ?? parts.siteLanguage ?? null
  const decision = await weigh(parts, { ...row, language }, row.body, lastTry)
  // Still nothing to score with: a second decision would say no more than the first.
  if (job.again !== undefined && decision.missing.includes('scores')) return
  await conclude(parts, job, decision, (tx, now) => awaitsJudgement(tx, now, job))
}

/** Holds a comment whose judging failed for good: a moderator decides what the machine could not. */
export async function holdUnjudged(parts: JudgeParts, job: JudgeJob): Promise<void> {
  const message = 'Could not be judged: the work on it failed'
  const decision: NewDecision = {
    verdict: 'hold',
    by: { kind: 'machine' },
    reasons: [{ rule: 'could-not-be-judged', verdict: 'hold', message, spans: [], shadow: false }],
    scores: null,
    model: null,
    rules: null,
    missing: [unjudged],
    urgency: { priority: 0 },
    receipt: { signals: {}, timings: {}, note: null, circumstances: null },
  }
  await conclude(parts, job, decision, async (_tx, row) => awaits(row, job))
}
