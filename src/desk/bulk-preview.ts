import { type DeskPrincipal, deskPrincipal } from '../http/access.js'
import { Problem } from '../http/problems.js'
import type { Server } from '../http/server.js'
import { findComments, heldBy, keepPreview } from '../store/bulk.js'
import { bodyOf, type CommentRow } from '../store/comments.js'
import type { Database } from '../store/database.js'
import type { Selected } from '../store/schema.js'
import { readStandings } from '../store/standing.js'
import { whyNotDecide } from './conflict.js'
import type { DeskParts } from './parts.js'
import { bulkMost, bulkPreviewBodySchema, bulkPreviewSchema, type Selection } from './schemas/bulk.js'

// Enough to see what they have in common.
const sampleCount = 5

type Chosen = { selected: Selected[]; rows: CommentRow[]; left: number }

function refuseUnknown(ids: readonly { id: string }[], known: ReadonlyMap<string, CommentRow>): void {
  const errors = ids.flatMap(({ id }, index) =>
    known.has(id) ? [] : [{ pointer: `/selection/ids/${index}/id`, detail: 'is no comment that is known' }],
  )
  if (errors.length > 0) throw new Problem(400, 'The request is not valid', { errors })
}

async function choose({ db, site }: DeskParts, selection: Selection): Promise<Chosen> {
  if ('ids' in selection) {
    const wanted = new Map(selection.ids.map(({ id, onRevision }) => [id, onRevision]))
    const rows = await findComments(db, site, [...wanted.keys()])
    refuseUnknown(selection.ids, new Map(rows.map((row) => [row.id, row])))
    const selected = rows.map(({ uid, id }) => ({ uid, id, revision: wanted.get(id) ?? 0 }))
    return { selected, rows, left: 0 }
  }
  const { rows, all } = await heldBy(db, { site, ...selection }, bulkMost)
  const selected = rows.map(({ uid, id, revision }) => ({ uid, id, revision }))
  return { selected, rows, left: Math.max(0, all - rows.length) }
}

/** Those of the chosen that could be decided on now, as they were selected. */
async function decidable(db: Database, { selected, rows }: Chosen, who: DeskPrincipal) {
  const revisionOf = new Map(selected.map(({ uid, revision }) => [uid, revision]))
  const standings = await readStandings(
    db,
    rows.flatMap(({ decision_id }) => decision_id ?? []),
  )
  return rows.filter((row) => {
    const seen = { onRevision: revisionOf.get(row.uid) ?? 0 }
    return !whyNotDecide(row, standings.get(row.decision_id ?? ''), seen, who)
  })
}

/** `POST /v1/bulk/preview`: how many a bulk act would decide on, with samples. */
export function addBulkPreview(app: Server, parts: DeskParts): void {
  const { db, site } = parts
  const schema = {
    tags: ['desk'],
    summary: 'See what a bulk act would decide on',
    description:
      'At most 500 comments: a selection, or all that is held by an author on an article. `count` are those that can be decided on now, `left` those beyond 500. The token is good for ten minutes and one act.',
    body: bulkPreviewBodySchema,
    response: { 200: bulkPreviewSchema },
  }
  app.post('/v1/bulk/preview', { config: { access: 'moderator' }, schema }, async (request) => {
    const who = deskPrincipal(request)
    const chosen = await choose(parts, request.body.selection)
    const rows = await decidable(db, chosen, who)
    const samples = rows.slice(0, sampleCount).map(async ({ uid, id, revision, author_name: author }) => ({
      id,
      body: await bodyOf(db, uid, revision),
      author,
    }))
    return {
      count: rows.length,
      left: chosen.left,
      samples: await Promise.all(samples),
      token: await db.transaction().execute((tx) => keepPreview(tx, site, who.name, chosen.selected)),
    }
  })
}
