import type { Executor } from './database.js'

export type NoteView = { id: string; by: string; at: string; text: string }

/** Leaves a note on a comment, whose row is locked by this transaction so that it is not being erased. */
export async function addNote(tx: Executor, uid: string, by: string, text: string): Promise<NoteView> {
  const row = await tx
    .insertInto('note')
    .values({ comment_uid: uid, by, text })
    .returning(['id', 'at'])
    .executeTakeFirstOrThrow()
  return { id: row.id, by, at: row.at.toISOString(), text }
}

/** The notes on a comment, oldest first. */
export async function readNotes(db: Executor, uid: string): Promise<NoteView[]> {
  const rows = await db
    .selectFrom('note')
    .select(['id', 'by', 'at', 'text'])
    .where('comment_uid', '=', uid)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
