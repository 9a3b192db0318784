import type { Selectable } from 'kysely'
import type { Decision } from '../domain/decision.js'
import type { Status } from '../domain/verdict.js'
import type { CommentRow } from './comments.js'
import type { Executor } from './database.js'
import type { Schema } from './schema.js'

export type DecisionRow = Selectable<Schema['decision']>

/** A decision as answers and reports show it. */
export function decisionView(row: DecisionRow): Decision {
  return {
    id: row.id,
    verdict: row.verdict,
    at: row.at.toISOString(),
    by: row.by_id === null ? { kind: row.by_kind } : { kind: row.by_kind, id: row.by_id },
    reasons: row.reasons,
    scores: row.scores,
    model: row.model,
    rules: row.rules,
    missing: row.missing,
    ...(row.undoes === null ? {} : { undoes: row.undoes }),
  }
}

export type AuthorView = {
  id: string
  name: string | null
  joinedAt: string | null
  role: CommentRow['author_role']
}
export type ArticleView = { id: string; url: string | null; title: string | null; section: string | null }

export const authorView = (row: CommentRow): AuthorView => ({
  id: row.author_id,
  name: row.author_name,
  joinedAt: row.author_joined_at?.toISOString() ?? null,
  role: row.author_role,
})

export const articleView = (row: CommentRow): ArticleView => ({
  id: row.article_id,
  url: row.article_url,
  title: row.article_title,
  section: row.article_section,
})

export type CommentView = {
  id: string
  revision: number
  status: Status
  body: string | null
  article: ArticleView
  author: AuthorView
  parentId: string | null
  createdAt: string
  decision: Decision | null
}

/** A comment as answers show it. */
export function commentView(row: CommentRow, body: string | null, decision: Decision | null): CommentView {
  return {
    id: row.id,
    revision: row.revision,
    status: row.status,
    body,
    article: articleView(row),
    author: authorView(row),
    parentId: row.parent_id,
    createdAt: (row.created_at ?? row.received_at).toISOString(),
    decision,
  }
}

/** The same with its text and its current decision read from the records. */
export async function readCommentView(db: Executor, row: CommentRow): Promise<CommentView> {
  const found = await db
    .selectFrom('revision')
    .leftJoin('decision', (join) => join.on('decision.id', '=', row.decision_id))
    .selectAll('decision')
    .select('revision.body as body')
    .where('revision.comment_uid', '=', row.uid)
    .where('revision.revision', '=', row.revision)
    .executeTakeFirstOrThrow()
  const decision = row.decision_id === null ? null : decisionView(found as DecisionRow)
  return commentView(row, found.body, decision)
}

/** The receipt of a decision: the signals' values as they were, and how long each step took. */
export async function readReceipt(db: Executor, decisionId: string) {
  const row = await db
    .selectFrom('receipt')
    .selectAll()
    .where('decision_id', '=', decisionId)
    .executeTakeFirst()
  return row
    ? { signals: row.signals, timings: row.timings, note: row.note, circumstances: row.circumstances }
    : null
}
