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
