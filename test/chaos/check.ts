import { sql } from 'kysely'
import { statusAfter } from '../../src/domain/verdict.js'
import { openDatabase } from '../../src/store/database.js'
import type { ReceivedReport } from '../helpers/receiver.js'
import { type Comment, editedBody, isEdited } from './produce.js'
import { type Replayed, replayAll } from './rule-changes.js'

/** What was counted at the end, and every sentence that should not have been true. */
export type Findings = {
  verdicts: Record<string, number>
  decisions: number
  /** How many revisions have so many decisions. */
  perRevision: Record<string, number>
  heldWithoutSignals: number
  replayed: Pick<Replayed, 'perSet' | 'overLimit'>
  reports: { made: number; received: number; again: number }
  wrong: string[]
}

type Row = {
  id: string
  revision: number
  status: string
  body: string | null
  decisionId: string | null
  verdict: 'publish' | 'hold' | 'reject' | null
  missing: string[] | null
  /** Whether the decision is one on this revision of this comment. */
  own: boolean | null
  reportIds: string[]
}

async function readRows(url: string) {
  const db = openDatabase(url, () => undefined, 1)
  try {
    const { rows } = await sql<Row>`
      select c.id, c.revision, c.status, r.body, d.id as "decisionId", d.verdict, d.missing,
        d.comment_uid = c.uid and d.revision = c.revision as own,
        array(select o.id from report o where o.decision_id = d.id) as "reportIds"
      from comment c
      join revision r on r.comment_uid = c.uid and r.revision = c.revision
      left join decision d on d.id = c.decision_id`.execute(db)
    const decisions = await db
      .selectFrom('decision')
      .select(['comment_uid', 'revision', 'verdict', 'missing'])
      .execute()
    const reports = await db.selectFrom('report').select(['id', 'state']).execute()
    return { rows, decisions, reports, replayed: await replayAll(db) }
  } finally {
    await db.destroy()
  }
}

const tally = (values: readonly (string | number)[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

function faultOf(
  row: Row,
  sent: string | undefined,
  received: Map<string, ReceivedReport>,
): string | undefined {
  if (sent === undefined) return 'was never sent'
  if (row.body !== sent) return 'has another text than was sent last'
  if (row.status === 'pending') return 'is pending'
  if (row.decisionId === null || row.verdict === null) return 'has no decision'
  if (!row.own) return "has another comment's or revision's decision"
  if (statusAfter(row.verdict) !== row.status) return `is ${row.status} by ${row.verdict}`
  if (row.verdict === 'publish' && row.missing?.length !== 0) return 'is published with a signal missing'
  if (row.reportIds.length !== 1) return `has ${row.reportIds.length} reports of its decision`
  const report = received.get(row.reportIds[0] ?? '')
  if (!report) return 'has a status that was never reported'
  const { comment, decision } = report.data
  if (comment.id !== row.id || comment.status !== row.status || comment.revision !== row.revision)
    return 'was reported otherwise than it is'
  return decision?.id === row.decisionId ? undefined : 'was reported with another decision'
}

/** An id that ever carried something else would make a receiver drop a report as known. */
function unstable(reports: readonly ReceivedReport[]): string[] {
  const first = new Map<string, string>()
  return reports.flatMap(({ webhookId, ...report }) => {
    const text = JSON.stringify(report)
    const known = first.get(webhookId) ?? text
    first.set(webhookId, known)
    return known === text ? [] : [`report ${webhookId} came with two contents`]
  })
}

/** Compares what was sent, what lies in the database and what was reported. */
export async function check(
  databaseUrl: string,
  comments: readonly Comment[],
  reports: readonly ReceivedReport[],
): Promise<Findings> {
  const sent = new Map(comments.map(({ id, body }, index) => [id, isEdited(index) ? editedBody(body) : body]))
  const received = new Map(reports.map((report) => [report.webhookId, report]))
  const found = await readRows(databaseUrl)
  const faults = found.rows.flatMap((row) => {
    const fault = faultOf(row, sent.get(row.id), received)
    return fault ? [`${row.id} ${fault}`] : []
  })
  const known = new Set(found.reports.map(({ id }) => id))
  const there = new Set(found.rows.map(({ id }) => id))
  const wrong = [
    ...faults,
    ...comments.flatMap(({ id }) => (there.has(id) ? [] : [`${id} is lost`])),
    ...found.decisions.flatMap(({ comment_uid, verdict, missing }) =>
      verdict === 'publish' && missing.length > 0
        ? [`${comment_uid} was once published with a signal missing`]
        : [],
    ),
    ...found.reports.flatMap(({ id, state }) => (state === 'delivered' ? [] : [`report ${id} is ${state}`])),
    ...[...received.keys()].flatMap((id) =>
      known.has(id) ? [] : [`report ${id} is of nothing that lasted`],
    ),
    ...unstable(reports),
    ...found.replayed.wrong,
  ]
  const perRevision = tally(found.decisions.map(({ comment_uid, revision }) => `${comment_uid}/${revision}`))
  return {
    verdicts: tally(found.rows.map(({ status }) => status)),
    decisions: found.decisions.length,
    perRevision: tally(Object.values(perRevision)),
    heldWithoutSignals: found.rows.filter(({ missing }) => (missing?.length ?? 0) > 0).length,
    replayed: found.replayed,
    reports: { made: found.reports.length, received: reports.length, again: reports.length - received.size },
    wrong,
  }
}
