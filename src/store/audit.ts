import type { Executor } from './database.js'

export type AuditEntry = {
  site: string
  /** What decisions show of whoever acts, and what opened the door to them. */
  actor: string
  via: string
  action: string
  /** What it is done to: `comment:c-1`, `article:n-1`, `person:anna`. */
  subject: string
  /** The id of the bulk act that it is part of. */
  parent?: string
  /** Ids, numbers and settings; never a comment's text. */
  detail?: Record<string, unknown>
}

/** Writes down an act, in the transaction of the act. Answers the entry's id. */
export async function recordAudit(tx: Executor, { parent, detail, ...entry }: AuditEntry): Promise<string> {
  const { id } = await tx
    .insertInto('audit')
    .values({ ...entry, parent: parent ?? null, detail: JSON.stringify(detail ?? {}) })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
