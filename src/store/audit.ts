import { sql } from 'kysely'
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

const rowOf = ({ parent, detail, ...entry }: AuditEntry) => ({
  ...entry,
  parent: parent ?? null,
  detail: JSON.stringify(detail ?? {}),
})

/** Writes down an act, in the transaction of the act. Answers the entry's id. */
export async function recordAudit(tx: Executor, entry: AuditEntry): Promise<string> {
  const { id } = await tx.insertInto('audit').values(rowOf(entry)).returning('id').executeTakeFirstOrThrow()
  return id
}

/** The same for many acts at once, in their order. */
export async function recordAudits(tx: Executor, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length > 0) await tx.insertInto('audit').values(entries.map(rowOf)).execute()
}

export type AuditFilter = {
  site: string
  actor?: string | undefined
  action?: string | undefined
  subject?: string | undefined
  from?: Date | undefined
  to?: Date | undefined
}

function matching(db: Executor, { site, actor, action, subject, from, to }: AuditFilter) {
  let query = db.selectFrom('audit').where('site', '=', site)
  if (actor !== undefined) query = query.where('actor', '=', actor)
  if (action !== undefined) query = query.where('action', '=', action)
  if (subject !== undefined) query = query.where('subject', '=', subject)
  if (from !== undefined) query = query.where('at', '>=', from)
  if (to !== undefined) query = query.where('at', '<', to)
  return query
}

const columns = ['id', 'at', 'actor', 'via', 'action', 'subject', 'parent', 'detail'] as const

/** So many entries before one, or the latest ones; the latest first. */
export async function readAudit(
  db: Executor,
  filter: AuditFilter,
  { limit, before }: { limit: number; before: string | undefined },
) {
  let query = matching(db, filter).select(columns)
  if (before !== undefined) query = query.where('id', '<', before)
  return query.orderBy('id', 'desc').limit(limit).execute()
}

export type AuditRow = Awaited<ReturnType<typeof readAudit>>[number]

// Few enough to hold in memory, and to read while others write.
const pageSize = 500

/** All entries that match, in pages, the latest first; what is written meanwhile is not among them. */
export async function* auditPages(db: Executor, filter: AuditFilter): AsyncGenerator<AuditRow[]> {
  for (let before: string | undefined; ; ) {
    const page = await readAudit(db, filter, { limit: pageSize, before })
    if (page.length > 0) yield page
    if (page.length < pageSize) return
    before = page.at(-1)?.id
  }
}

/** Of one bulk act that is in the audit: who did it, and what was decided by it on which comment. */
export async function readBulk(db: Executor, site: string, id: string) {
  const parent = await db
    .selectFrom('audit')
    .select('actor')
    .where('site', '=', site)
    .where('id', '=', id)
    .where('action', 'in', ['bulk', 'undo-bulk'])
    .executeTakeFirst()
  if (!parent) return undefined
  const children = await db
    .selectFrom('audit')
    .select(sql<string>`detail->>'decision'`.as('decision'))
    .where('parent', '=', id)
    .execute()
  return { actor: parent.actor, decisions: children.map(({ decision }) => decision) }
}
