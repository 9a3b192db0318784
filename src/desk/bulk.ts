import type { z } from 'zod'
import { type DeskPrincipal, deskPrincipal } from '../http/access.js'
import { Problem } from '../http/problems.js'
import type { Server } from '../http/server.js'
import { type AuditEntry, recordAudit, recordAudits } from '../store/audit.js'
import { lockComments, takePreview } from '../store/bulk.js'
import type { CommentRow } from '../store/comments.js'
import type { Executor } from '../store/database.js'
import { recordDecision } from '../store/decide.js'
import { endLeases } from '../store/leases.js'
import { readStandings, type Standing } from '../store/standing.js'
import { whyNotDecide } from './conflict.js'
import { moderatorsDecision } from './decide.js'
import { outwardOf, sendLater } from './outward.js'
import type { DeskParts } from './parts.js'
import { type BulkAnswer, bulkAnswerSchema, bulkBodySchema } from './schemas/bulk.js'

type Body = z.output<typeof bulkBodySchema>

/** What a bulk act has come to so far: its answer, its part of the audit, and the reports to be sent. */
export type Tally = { answer: BulkAnswer; audits: AuditEntry[]; reportIds: string[]; uids: string[] }

export const emptyTally = (id: string): Tally => ({
  answer: { id, decided: [], conflicts: [] },
  audits: [],
  reportIds: [],
  uids: [],
})

/** Writes down all that was done, in the transaction in which it was. */
export async function closeTally(tx: Executor, { audits, uids }: Tally): Promise<void> {
  await recordAudits(tx, audits)
  await endLeases(tx, uids)
}

type Acting = { parts: DeskParts; body: Body; who: DeskPrincipal; tally: Tally }

async function decideOne(tx: Executor, acting: Acting, row: CommentRow, standing: Standing | undefined) {
  const { parts, body, who, tally } = acting
  const decision = moderatorsDecision(body, who.name, standing)
  const { decisionId, reportIds } = await recordDecision(tx, row, decision, outwardOf(parts))
  tally.answer.decided.push({ id: row.id, decision: decisionId })
  tally.audits.push({
    site: parts.site,
    actor: who.name,
    via: who.via,
    action: 'decide',
    subject: `comment:${row.id}`,
    parent: tally.answer.id,
    detail: { decision: decisionId, verdict: body.verdict },
  })
  tally.reportIds.push(...reportIds)
  tally.uids.push(row.uid)
}

/** The entry of the act as a whole. Answers its id. */
function openAct(tx: Executor, { site }: DeskParts, { verdict }: Body, who: DeskPrincipal, comments: number) {
  const detail = { verdict, comments }
  return recordAudit(tx, {
    site,
    actor: who.name,
    via: who.via,
    action: 'bulk',
    subject: 'comments',
    detail,
  })
}

async function actOn(tx: Executor, parts: DeskParts, body: Body, who: DeskPrincipal): Promise<Tally> {
  const selected = await takePreview(tx, parts.site, who.name, body.token)
  if (!selected)
    throw new Problem(409, 'The preview is over', { detail: 'Look again at what would be decided on.' })
  const tally = emptyTally(await openAct(tx, parts, body, who, selected.length))
  const revisionOf = new Map(selected.map(({ uid, revision }) => [uid, revision]))
  const rows = await lockComments(tx, [...revisionOf.keys()])
  const standings = await readStandings(
    tx,
    rows.flatMap(({ decision_id }) => decision_id ?? []),
  )
  for (const row of rows) {
    const standing = standings.get(row.decision_id ?? '')
    const refusal = whyNotDecide(row, standing, { onRevision: revisionOf.get(row.uid) ?? 0 }, who)
    if (refusal) tally.answer.conflicts.push({ id: row.id, detail: refusal.more.detail ?? refusal.title })
    else await decideOne(tx, { parts, body, who, tally }, row, standing)
  }
  await closeTally(tx, tally)
  return tally
}

/** `POST /v1/bulk`: decides on what a preview has shown, in one transaction. */
export function addBulk(app: Server, parts: DeskParts): void {
  const schema = {
    tags: ['desk'],
    summary: 'Decide on many comments at once',
    description:
      'On those that the preview has shown, as they were then: what has changed since, or has been decided on by another, is a conflict and stays as it is. One act in the audit, undone as one.',
    body: bulkBodySchema,
    response: { 200: bulkAnswerSchema },
    'x-problems': [409],
  }
  app.post('/v1/bulk', { config: { access: 'moderator' }, schema }, async (request) => {
    const who = deskPrincipal(request)
    const { answer, reportIds } = await parts.db
      .transaction()
      .execute((tx) => actOn(tx, parts, request.body, who))
    await sendLater(parts, reportIds)
    return answer
  })
}
