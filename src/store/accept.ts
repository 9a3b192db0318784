import { createHash } from 'node:crypto'
import type { CommentInput } from '../domain/comment.js'
import { normalise } from '../domain/normalise.js'
import { bodyOf, type CommentRow, insertComment, lockComment, reviseComment } from './comments.js'
import type { Database } from './database.js'

export type Accepted =
  | { kind: 'created' | 'revised' | 'unchanged'; comment: CommentRow }
  | { kind: 'erased' | 'closed' }

/** Two bodies with the same hash read the same: case, spacing and disguises are left out. */
export function textHash(body: string): Buffer {
  return createHash('sha256').update(normalise(body).text.toLowerCase()).digest()
}

/**
 * Takes a comment in: a new id is stored, the same id and text changes nothing, other text is the next revision.
 * `erased`: its reader took it back and the id stays used. `closed`: the time for edits is over (`editWindowMs`, 0: never).
 */
export async function acceptComment(
  db: Database,
  site: string,
  input: CommentInput,
  editWindowMs: number,
): Promise<Accepted> {
  const hash = textHash(input.body)
  const created = await insertComment(db, site, input, hash)
  if (created) return { kind: 'created', comment: created }
  return db.transaction().execute(async (tx): Promise<Accepted> => {
    const known = await lockComment(tx, { site, id: input.id })
    if (!known || known.status === 'erased') return { kind: 'erased' }
    if ((await bodyOf(tx, known.uid, known.revision)) === input.body)
      return { kind: 'unchanged', comment: known }
    if (editWindowMs > 0 && Date.now() - known.received_at.getTime() > editWindowMs) return { kind: 'closed' }
    return { kind: 'revised', comment: await reviseComment(tx, known, input.body, hash) }
  })
}
