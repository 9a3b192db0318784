import { Problem } from '../http/problems.js'
import type { Server } from '../http/server.js'
import { readAuthor } from '../store/author-record.js'
import { readDecisions, readRevisions } from '../store/comment-history.js'
import { findComment } from '../store/comments.js'
import { readItems } from '../store/items.js'
import { readNotes } from '../store/notes.js'
import { readThread } from '../store/thread.js'
import type { DeskParts } from './parts.js'
import { threadAnswerSchema, threadQuerySchema } from './schemas/article.js'
import { authorRecordSchema } from './schemas/author.js'
import { readTimeCursor, writeCursor } from './schemas/cursor.js'
import { historySchema } from './schemas/item.js'
import { articleParams, authorParams, commentParams } from './schemas/params.js'

const tags = ['desk']
const config = { access: 'viewer' } as const

function addComment(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags,
    summary: 'What has become of a comment',
    description: 'All texts that it has had, all that was decided on it, and the notes, oldest first.',
    params: commentParams,
    response: { 200: historySchema },
    'x-problems': [404],
  }
  app.get('/v1/comments/:id/history', { config, schema }, async ({ params }) => {
    const row = await findComment(db, site, params.id)
    if (!row) throw new Problem(404, 'There is no such comment')
    const [revisions, decisions, notes] = await Promise.all([
      readRevisions(db, row.uid),
      readDecisions(db, row.uid),
      readNotes(db, row.uid),
    ])
    return { revisions, decisions, notes }
  })
}

function addAuthor(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags,
    summary: 'An author’s record',
    description: 'Counts of all comments; rules and names of the last thousand.',
    params: authorParams,
    response: { 200: authorRecordSchema },
    'x-problems': [404],
  }
  app.get('/v1/authors/:id/record', { config, schema }, async ({ params }) => {
    const record = await readAuthor(db, site, params.id)
    if (!record) throw new Problem(404, 'There is no such author')
    return record
  })
}

function addThread(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags,
    summary: 'The comments on an article',
    description: 'Of every status, the oldest first; a reply names what it replies to in `parentId`.',
    params: articleParams,
    querystring: threadQuerySchema,
    response: { 200: threadAnswerSchema },
    'x-problems': [404],
  }
  app.get('/v1/articles/:id/thread', { config, schema }, async ({ params, query }) => {
    const after = readTimeCursor(query.cursor)
    const { rows, next } = await readThread(db, { site, article: params.id }, query.limit, after)
    if (rows.length === 0 && !after) throw new Problem(404, 'There is no such article')
    return { items: await readItems(db, rows), nextCursor: next ? writeCursor([next.at, next.uid]) : null }
  })
}

/** What went before: of a comment, of an author, on an article. */
export function addHistory(app: Server, parts: DeskParts): void {
  addComment(app, parts)
  addAuthor(app, parts)
  addThread(app, parts)
}
