import { checksOf } from '../../src/api.js'
import { silentUndoMs } from '../../src/desk/outward.js'
import { addDeskRoutes } from '../../src/desk/routes.js'
import type { Role } from '../../src/domain/role.js'
import { requireAccess } from '../../src/http/access.js'
import { createServer } from '../../src/http/server.js'
import { listenForDecisions } from '../../src/store/notify.js'
import { type Answer, callAt, type TestStet } from './stet.js'

export type Desk = {
  url: string
  call: <T = Record<string, unknown>>(method: string, path: string, body?: unknown) => Promise<Answer<T>>
  /** From now on whoever calls is nobody, as when their session has ended. */
  signOut: () => void
  stop: () => Promise<void>
}

/** The desk's routes on the database of a Stet, for one who is signed in with a role, without the signing in. */
export async function deskAs(
  { context }: TestStet,
  role: Role,
  name = 'dana',
  undoMs = silentUndoMs,
): Promise<Desk> {
  const { config, databaseUrl, db, queues, logger } = context
  let signedIn = true
  const decisions = listenForDecisions(databaseUrl, () => undefined)
  const app = await createServer(logger)
  requireAccess(app, async () => (signedIn ? { kind: 'desk', name, role, via: 'test' } : undefined))
  const endpoint = config.STET_REPORT_URL
  const checks = checksOf(context)
  const publicUrl = config.STET_URL
  addDeskRoutes(app, {
    db,
    queues,
    decisions,
    logger,
    site: 'default',
    endpoint,
    publicUrl,
    undoMs,
    checks,
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    call: (method, path, body) => callAt(url, method, path, { body }),
    signOut: () => {
      signedIn = false
    },
    stop: async () => {
      await app.close()
      await decisions.close()
    },
  }
}
