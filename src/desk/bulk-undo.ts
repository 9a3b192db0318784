import { type DeskPrincipal, deskPrincipal, hasRole } from '../http/access.js'
import { Problem } from '../http/problems.js'
import type { Server } from '../http/server.js'
import { readBulk, recordAudit } from '../store/audit.js'
import { lockComments } from '../store/bulk.js'
import type { CommentRow } from '../store/comments.js'
import type { Executor } from '../store/database.js'
import { readStandings } from '../store/standing.js'
import { undoDecision } from '../store/undo.js'
import type { DecisionRow } from '../store/views.js'
import { closeTally, emptyTally, type Tally } from './bulk.js'
import { whyNotUndo } from './conflict.js'
import { outwardOf, sendLater } from './outward.js'
import type { DeskParts } from './parts.js'
import { bulkAnswerSchema } from './schemas/bulk.js'
import { numberParams } from './schemas/params.js'

/** The decisions of a bulk act that this person may undo. @throws {Problem} */
async function undoable(tx: Executor, site: string, id: string, who: DeskPrincipal): Promise<string[]> {
  const bulk = await readBulk(tx, site, id)
  if (!bulk) throw new Problem(404, 'There is no such bulk act')
  if (bulk.actor === who.name || hasRole(who, 'chief')) return bulk.decisions
  throw new Problem(403, 'Not allowed', { detail: `It is ${bulk.actor}’s; only a chief may undo that.` })
}

type Undoing = { parts: DeskParts; who: DeskPrincipal; tally: Tally }

async function undoOne(tx: Executor, { parts, who, tally }: Undoing, row: CommentRow, undone: DecisionRow) {
  const { decisionId, reportIds, verdict } = await undoDecision(tx, row, undone, who.name, outwardOf(parts))
  tally.answer.decided.push({ id: row.id, decision: decisionId })
  tally.audits.push({
    site: parts.site,
    actor: who.name,
    via: who.via,
    action: 'undo',
    subject: `comment:${row.id}`,
    parent: tally.answer.id,
    detail: { decision: decisionId, verdict, undoes: undone.id },
  })
  tally.reportIds.push(...reportIds)
  tally.uids.push(row.uid)
}

async function undoBulk(tx: Executor, parts: DeskParts, id: string, who: DeskPrincipal): Promise<Tally> {
  const { site } = parts
  const undone = [...(await readStandings(tx, await undoable(tx, site, id, who))).values()]
  const by = { site, actor: who.name, via: who.via }
  const detail = { comments: undone.length }
  const tally = emptyTally(
    await recordAudit(tx, { ...by, action: 'undo-bulk', subject: `bulk:${id}`, detail }),
  )
  const decisionOf = new Map(undone.map(({ decision }) => [decision.comment_uid, decision]))
  const rows = await lockComments(tx, [...decisionOf.keys()])
  const current = await readStandings(
    tx,
    rows.flatMap(({ decision_id }) => decision_id ?? []),
  )
  for (const row of rows) {
    const decision = decisionOf.get(row.uid)
    if (!decision) continue
    const refusal = whyNotUndo(row, decision, current.get(row.decision_id ?? ''), who)
    if (refusal) tally.answer.conflicts.push({ id: row.id, detail: refusal.more.detail ?? refusal.title })
    else await undoOne(tx, { parts, who, tally }, row, decision)
  }
  await closeTally(tx, tally)
  return tally
}

/** `POST /v1/bulk/:id/undo`: undoes a bulk act as one. */
export function addBulkUndo(app: Server, parts: DeskParts): void {
  const schema = {
    tags: ['desk'],
    summary: 'Undo a bulk act',
    description:
      'Each of its decisions as by `POST /v1/decisions/:id/undo`, silently as long as its reports are held back. What has been decided on since is a conflict and stays. The answer’s `id` is that of the undoing, which can be undone in the same way.',
    params: numberParams,
    response: { 200: bulkAnswerSchema },
    'x-problems': [404],
  }
  app.post('/v1/bulk/:id/undo', { config: { access: 'moderator' }, schema }, async (request) => {
    const who = deskPrincipal(request)
    const { answer, reportIds } = await parts.db
      .transaction()
      .execute((tx) => undoBulk(tx, parts, request.params.id, who))
    await sendLater(parts, reportIds)
    return answer
  })
}
