import { sql } from 'kysely'
import type { Decision } from '../domain/decision.js'
import type { AuthorRecord } from '../domain/signal.js'
import type { Status } from '../domain/verdict.js'
import { authorCounts } from './author-counts.js'
import type { CommentRow } from './comments.js'
import type { Executor } from './database.js'
import { type CommentView, commentView, decisionView } from './views.js'

export type Item = CommentView & {
  language: string | null
  judgement: Decision | null
  record: AuthorRecord
  parent: Parent | null
  lease: { moderator: string; expiresAt: string } | null
  notes: number
  edits: number
  skippedBy: string[]
  waitingSince: string
}
type Parent = { id: string; body: string | null; author: { id: string; name: string | null }; status: Status }

type Beside = AuthorRecord & {
  uid: string
  body: string | null
  told_language: string | null
  judgement_id: string | null
  moderator: string | null
  expires_at: Date | null
  notes: number
  skipped_by: string[]
}

// All the comments of a page at once, each at the revision that was seen: it may have been edited since.
const these = (rows: readonly CommentRow[]) => sql`
  unnest(${rows.map(({ uid }) => uid)}::bigint[], ${rows.map(({ revision }) => revision)}::int[]) seen (uid, revision)
  join comment own on own.uid = seen.uid`

async function readBeside(db: Executor, rows: readonly CommentRow[]): Promise<Map<string, Beside>> {
  const found = await sql<Beside>`
    select own.uid, revision.body, judged.id as judgement_id, lease.moderator, lease.expires_at, author.*,
      (select nullif(signals->>'language.code', 'und') from receipt where decision_id = judged.id) as told_language,
      (select count(*)::int from note where comment_uid = own.uid) as notes,
      (select coalesce(array_agg(moderator order by at), '{}') from skip where comment_uid = own.uid) as skipped_by
    from ${these(rows)}
    join revision on revision.comment_uid = own.uid and revision.revision = seen.revision
    left join lease on lease.comment_uid = own.uid and lease.expires_at > now()
    left join lateral (
      select max(id) as id from decision
      where comment_uid = own.uid and revision = seen.revision and by_kind = 'machine') judged on true
    cross join lateral (${authorCounts}) author`.execute(db)
  return new Map(found.rows.map((row) => [row.uid, row]))
}

async function readParents(db: Executor, rows: readonly CommentRow[]): Promise<Map<string, Parent>> {
  const answers = rows.filter(({ parent_id }) => parent_id !== null)
  if (answers.length === 0) return new Map()
  type Row = { uid: string; id: string; author_id: string; author_name: string | null; status: Status }
  const found = await sql<Row & { body: string | null }>`
    select own.uid, parent.id, parent.author_id, parent.author_name, parent.status, revision.body
    from ${these(answers)}
    join comment parent on parent.site = own.site and parent.id = own.parent_id
    join revision on revision.comment_uid = parent.uid and revision.revision = parent.revision`.execute(db)
  return new Map(
    found.rows.map(({ uid, id, body, author_id, author_name, status }) => [
      uid,
      { id, body, author: { id: author_id, name: author_name }, status },
    ]),
  )
}

async function readDecisions(db: Executor, ids: (string | null)[]): Promise<Map<string, Decision>> {
  const known = [...new Set(ids.filter((id) => id !== null))]
  if (known.length === 0) return new Map()
  const rows = await db.selectFrom('decision').selectAll().where('id', 'in', known).execute()
  return new Map(rows.map((row) => [row.id, decisionView(row)]))
}

function itemOf(
  row: CommentRow,
  beside: Beside,
  parent: Parent | null,
  decisionOf: (id: string | null) => Decision | null,
): Item {
  const { published, held, rejected, moderator, expires_at } = beside
  return {
    ...commentView(row, beside.body, decisionOf(row.decision_id)),
    language: row.language ?? beside.told_language,
    judgement: decisionOf(beside.judgement_id),
    record: { published, held, rejected },
    parent,
    lease: moderator !== null && expires_at ? { moderator, expiresAt: expires_at.toISOString() } : null,
    notes: beside.notes,
    edits: row.revision - 1,
    skippedBy: beside.skipped_by,
    waitingSince: row.revised_at.toISOString(),
  }
}

/** Comments with all that a moderator needs to decide on them, in the order of the rows: three questions for a page. */
export async function readItems(db: Executor, rows: readonly CommentRow[]): Promise<Item[]> {
  if (rows.length === 0) return []
  const [besides, parents] = await Promise.all([readBeside(db, rows), readParents(db, rows)])
  const judgements = [...besides.values()].map(({ judgement_id }) => judgement_id)
  const decisions = await readDecisions(db, [...judgements, ...rows.map((row) => row.decision_id)])
  const decisionOf = (id: string | null) => (id === null ? null : (decisions.get(id) ?? null))
  return rows.flatMap((row) => {
    const beside = besides.get(row.uid)
    return beside ? [itemOf(row, beside, parents.get(row.uid) ?? null, decisionOf)] : []
  })
}
