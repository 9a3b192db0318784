import type { FastifyRequest } from 'fastify'
import { Problem } from '../http/problems.js'
import type { Logger } from '../logger.js'
import type { Queues } from '../queue/queues.js'
import type { Database } from '../store/database.js'

export type DeskParts = {
  db: Database
  queues: Queues
  logger: Logger
  site: string
  endpoint: string | undefined
}

/** Who acts: the moderators share a token until they can sign in, and may say who they are in a header. */
export function moderatorOf(request: FastifyRequest): string {
  const name = request.headers['stet-moderator']
  if (name === undefined) return 'moderator'
  if (typeof name === 'string' && /^[\w.@-]{1,64}$/.test(name)) return name
  const detail = 'must be 1 to 64 letters, digits or . _ - @'
  throw new Problem(400, 'The request is not valid', { errors: [{ pointer: '/stet-moderator', detail }] })
}
