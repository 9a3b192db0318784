import type { Checks } from '../http/health.js'
import type { Logger } from '../logger.js'
import type { Queues } from '../queue/queues.js'
import type { Database } from '../store/database.js'
import type { DecisionListener } from '../store/notify.js'

export type DeskParts = {
  db: Database
  queues: Queues
  /** Tells of what happens in other processes too. */
  decisions: DecisionListener
  logger: Logger
  site: string
  endpoint: string | undefined
  /** The address under which people open the desk, where it is set. */
  publicUrl: string | undefined
  /** What `/readyz` asks. */
  checks: Checks
  /** How long the report of a moderator's decision waits, so that an undo in that time is silent. */
  undoMs: number
}
