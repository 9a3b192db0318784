import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Server } from '../http/server.js'
import { type AuditFilter, type AuditRow, auditPages, readAudit } from '../store/audit.js'
import { csvLine } from './csv.js'
import type { DeskParts } from './parts.js'
import { auditAnswerSchema, auditFilterSchema, auditQuerySchema } from './schemas/audit.js'
import { readIdCursor, writeCursor } from './schemas/cursor.js'

const tags = ['desk']
const config = { access: 'chief' } as const

const view = (row: AuditRow) => ({ ...row, at: row.at.toISOString() })

type Asked = z.output<typeof auditFilterSchema>

const filterOf = (site: string, { from, to, ...rest }: Asked): AuditFilter => ({
  site,
  ...rest,
  from: from === undefined ? undefined : new Date(from),
  to: to === undefined ? undefined : new Date(to),
})

function addList(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags,
    summary: 'Who did what at the desk',
    description:
      'The latest first. `subject` is what it was done to: `comment:c-1`, `article:n-42`, `person:anna`; what is part of a bulk act names it in `parent`.',
    querystring: auditQuerySchema,
    response: { 200: auditAnswerSchema },
  }
  app.get('/v1/audit', { config, schema }, async ({ query }) => {
    const { limit, cursor, ...asked } = query
    const before = readIdCursor(cursor)
    const rows = await readAudit(db, filterOf(site, asked), { limit: limit + 1, before })
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    return { items: page.map(view), nextCursor: last && rows.length > limit ? writeCursor([last.id]) : null }
  })
}

const columns = ['id', 'at', 'actor', 'via', 'action', 'subject', 'parent', 'detail']

const cellsOf = ({ id, at, actor, via, action, subject, parent, detail }: AuditRow) => [
  id,
  at.toISOString(),
  actor,
  via,
  action,
  subject,
  parent ?? '',
  JSON.stringify(detail),
]

async function* lines({ db, site, logger }: DeskParts, asked: Asked): AsyncGenerator<string> {
  try {
    yield csvLine(columns)
    for await (const page of auditPages(db, filterOf(site, asked)))
      yield page.map(cellsOf).map(csvLine).join('')
  } catch (err) {
    logger.warn({ err }, 'an export of the audit was cut')
    throw err
  }
}

const sendTable = (reply: FastifyReply, rows: AsyncIterable<string>) =>
  reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', 'attachment; filename="audit.csv"')
    .header('cache-control', 'no-store')
    .send(Readable.from(rows))

function addExport(app: Server, parts: DeskParts): void {
  const text = z.string().meta({ description: 'A line an entry, the names of the columns first.' })
  const schema = {
    tags,
    summary: 'The same as a table',
    description:
      'All entries that match, as CSV. Cells that a spreadsheet would run begin with an apostrophe.',
    querystring: auditFilterSchema,
    response: { 200: { description: 'The table.', content: { 'text/csv': { schema: text } } } },
  }
  app.get('/v1/audit.csv', { config, schema }, async ({ query }, reply) =>
    sendTable(reply, lines(parts, query)),
  )
}

/** What was done at the desk, for those who answer for it. */
export function addAudit(app: Server, parts: DeskParts): void {
  addList(app, parts)
  addExport(app, parts)
}
