import { createHash } from 'node:crypto'
import type { CommentInput } from '../domain/comment.js'
import { fingerprint } from '../domain/fingerprint.js'
import { normalise } from '../domain/normalise.js'
import {
  bodyOf,
  type CommentRow,
  insertComment,
  lockComment,
  reviseComment,
  type TextMarks,
} from './comments.js'
import type { Database } from './database.js'

export type Accepted =
  | { kind: 'created' | 'revised' | 'unchanged'; comment: CommentRow }
  | { kind: 'erased' | 'closed' | 'articleClosed' }

/** Two bodies with the same hash read the same: case, spacing and disguises are left out. */
function marksOf(site: string, body: string): TextMarks {
  const text = normalise(body).text.toLowerCase()
  return { hash: createHash('sha256').update(text).digest(), bands: fingerprint(site, text) }
}

/**
 * Takes a comment in: a new id is stored, the same id and text changes nothing, other text is the next revision.
 * `erased`: its reader took it back and the id stays used. `closed`: the time for edits is over (`editWindowMs`, 0: never).
 * `articleClosed`: its article takes no new comments; what is known already can still be edited.
 */
export async function acceptComment(
  db: Database,
  site: string,
  input: CommentInput,
  editWindowMs: number,
): Promise<Accepted> {
  const marks = marksOf(site, input.body)
  const created = await insertComment(db, site, input, marks)
  if (created) return { kind: 'created', comment: created }
  return db.transaction().execute(async (tx): Promise<Accepted> => {
    const known = await lockComment(tx, { site, id: input.id })
    if (!known) return { kind: 'articleClosed' }
    if (known.status === 'erased') return { kind: 'erased' }
    if ((await bodyOf(tx, known.uid, known.revision)) === input.body)
      return { kind: 'unchanged', comment: known }
    if (editWindowMs > 0 && Date.now() - known.received_at.getTime() > editWindowMs) return { kind: 'closed' }
    return { kind: 'revised', comment: await reviseComment(tx, known, input.body, marks) }
  })
}
