import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { ArticleMode } from '../domain/article-mode.js'
import type { AuthorRole } from '../domain/comment.js'
import type { Reason } from '../domain/decision.js'
import type { Scores } from '../domain/labels.js'
import type { RuleWatch } from '../domain/rule-watch.js'
import type { SkipReason } from '../domain/skip.js'
import type { Status, Verdict } from '../domain/verdict.js'
import type { PeopleSchema } from './people-schema.js'

// The tables as migrations/ makes them; what each column is for is said there.

// node-postgres gives bigint as text, because a JavaScript number may not hold it.
type Uid = ColumnType<string, string, string>
type NullableUid = ColumnType<string | null, string | null | undefined, string | null>
type Instant = ColumnType<Date, Date | string, Date | string>
type DefaultInstant = ColumnType<Date, Date | string | undefined, Date | string>

type CommentTable = {
  uid: Generated<string>
  site: string
  id: string
  revision: Generated<number>
  status: Generated<Status>
  parent_id: string | null
  language: string | null
  author_id: string
  author_name: string | null
  author_joined_at: ColumnType<Date | null, string | null, string | null>
  author_role: AuthorRole
  article_id: string
  article_url: string | null
  article_title: string | null
  article_section: string | null
  text_hash: Buffer | null
  created_at: ColumnType<Date | null, string | null, never>
  received_at: DefaultInstant
  revised_at: DefaultInstant
  enqueued_at: DefaultInstant
  decision_id: NullableUid
  rank: Generated<number>
}

type RevisionTable = {
  comment_uid: Uid
  revision: number
  body: string | null
  received_at: DefaultInstant
}

type DecisionTable = {
  id: Generated<string>
  comment_uid: Uid
  revision: number
  verdict: Verdict
  at: DefaultInstant
  by_kind: 'machine' | 'moderator'
  by_id: string | null
  reasons: JSONColumnType<Reason[], string, never>
  scores: JSONColumnType<Scores, string | null, never> | null
  model: string | null
  rules: string | null
  missing: string[]
  severity: number
  undoes: NullableUid
  restores: NullableUid
}

type ReceiptTable = {
  decision_id: Uid
  signals: JSONColumnType<Record<string, unknown>, string, string>
  timings: JSONColumnType<Record<string, number>, string, never>
  note: string | null
  circumstances: JSONColumnType<ReceiptCircumstances, string | null, string | null> | null
}

/** What the rules were told beside the signals, as the receipt keeps it; `lists` is as the rules made it. */
export type ReceiptCircumstances = { now: string; overLimit: string[]; lists: Record<string, unknown> }

type RuleVersionTable = {
  id: Generated<string>
  hash: string
  digest: Buffer
  file: string
  text: string
  lists: JSONColumnType<Record<string, string>, string, never>
  rule_names: string[]
  stored_at: DefaultInstant
  stored_by: string
}

type RuleChangeTable = {
  id: Generated<string>
  version_id: string
  how: 'file' | 'apply' | 'rollback'
  at: DefaultInstant
  by: string
}

export type ReportType = 'comment.published' | 'comment.held' | 'comment.rejected' | 'comment.erased'

/** `cancelled`: it will never be sent. */
export type ReportState = 'pending' | 'delivered' | 'failed' | 'cancelled'

type ReportTable = {
  id: string
  comment_uid: Uid
  revision: number
  decision_id: NullableUid
  type: ReportType
  endpoint: string
  state: Generated<ReportState>
  attempts: Generated<number>
  last_error: ColumnType<string | null, string | null | undefined, string | null>
  created_at: DefaultInstant
  due_at: DefaultInstant
  enqueued_at: DefaultInstant
  delivered_at: ColumnType<Date | null, undefined, Date | null>
}

/** A worker's model as it last said: ready with a version, or not with the reason. */
export type ModelReport = { ready: boolean; version: string | null; detail: string | null }

/** One of the comments that a bulk act was shown. */
export type Selected = { uid: string; id: string; revision: number }

export type Schema = PeopleSchema & {
  comment: CommentTable
  revision: RevisionTable
  decision: DecisionTable
  receipt: ReceiptTable
  report: ReportTable
  rule_version: RuleVersionTable
  rule_change: RuleChangeTable
  stopped_endpoint: { endpoint: string; stopped_at: DefaultInstant }
  lease: { comment_uid: Uid; moderator: string; expires_at: Instant }
  skip: { comment_uid: Uid; moderator: string; reason: SkipReason; at: DefaultInstant }
  note: { id: Generated<string>; comment_uid: Uid; by: string; at: DefaultInstant; text: string }
  bulk_preview: {
    token: string
    site: string
    moderator: string
    expires_at: Instant
    selected: JSONColumnType<Selected[], string, never>
  }
  worker: {
    id: string
    seen_at: DefaultInstant
    model: JSONColumnType<ModelReport, string, string>
    rules: string | null
    rules_fault: string | null
  }
  rule_test: {
    id: Generated<string>
    decision_id: Uid
    expect: Verdict
    at: DefaultInstant
    by: string
  }
  rule_watch: {
    only_one: Generated<boolean>
    at: Instant
    version_id: string
    rules: JSONColumnType<RuleWatch[], string, string>
  }
  fingerprint: { band: number; at: Instant; comment_uid: Uid }
  audit: {
    id: Generated<string>
    site: string
    at: DefaultInstant
    actor: string
    via: string
    action: string
    subject: string
    parent: NullableUid
    detail: JSONColumnType<Record<string, unknown>, string, never>
  }
  event: {
    xact: Generated<string>
    id: Generated<string>
    at: DefaultInstant
    site: string
    type: string
    data: JSONColumnType<Record<string, unknown>, string, never>
  }
  endpoint: {
    id: Generated<string>
    site: string
    url: string
    description: string | null
    secret: string
    former_secret: ColumnType<string | null, never, string | null>
    former_until: ColumnType<Date | null, never, Date | null>
    enabled: Generated<boolean>
    created_at: DefaultInstant
    removed_at: ColumnType<Date | null, never, Date | null>
  }
  article_mode: {
    site: string
    article_id: string
    mode: ArticleMode
    reason: string
    by: string
    since: DefaultInstant
    until: ColumnType<Date | null, Date | string | null, Date | string | null>
  }
  presence: { stream: string; site: string; name: string; seen_at: DefaultInstant }
  credential: { role: 'site' | 'moderator'; hash: Buffer; created_at: DefaultInstant }
}
