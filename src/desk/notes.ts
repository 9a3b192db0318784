import { z } from 'zod'
import { deskPrincipal } from '../http/access.js'
import { Problem } from '../http/problems.js'
import type { Server } from '../http/server.js'
import { recordAudit } from '../store/audit.js'
import { findComment, lockComment } from '../store/comments.js'
import { addNote, readNotes } from '../store/notes.js'
import type { DeskParts } from './parts.js'
import { noteBodySchema } from './schemas/decision.js'
import { noteSchema } from './schemas/item.js'
import { commentParams } from './schemas/params.js'

const tags = ['desk']

function addList(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags,
    summary: 'The notes on a comment',
    description: 'What moderators say to each other about it, oldest first.',
    params: commentParams,
    response: { 200: z.object({ items: z.array(noteSchema) }) },
    'x-problems': [404],
  }
  app.get('/v1/comments/:id/notes', { config: { access: 'viewer' }, schema }, async (request) => {
    const row = await findComment(db, site, request.params.id)
    if (!row) throw new Problem(404, 'There is no such comment')
    return { items: await readNotes(db, row.uid) }
  })
}

function addOne(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags,
    summary: 'Leave a note on a comment',
    description: 'For colleagues, never for the reader; it is erased with the comment.',
    params: commentParams,
    body: noteBodySchema,
    response: { 201: noteSchema },
    'x-problems': [404],
  }
  const config = { access: 'moderator' } as const
  app.post('/v1/comments/:id/notes', { config, schema }, async (request, reply) => {
    const { name, via } = deskPrincipal(request)
    const { id } = request.params
    const note = await db.transaction().execute(async (tx) => {
      const row = await lockComment(tx, { site, id })
      if (!row || row.status === 'erased') throw new Problem(404, 'There is no such comment')
      const left = await addNote(tx, row.uid, name, request.body.text)
      const detail = { note: left.id }
      await recordAudit(tx, { site, actor: name, via, action: 'note', subject: `comment:${id}`, detail })
      return left
    })
    return reply.status(201).send(note)
  })
}

/** What moderators say to each other about a comment. */
export function addNotes(app: Server, parts: DeskParts): void {
  addList(app, parts)
  addOne(app, parts)
}
