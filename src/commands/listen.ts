import { UserError } from '../domain/errors.js'
import type { Server } from '../http/server.js'

type Where = { host: string; port: number; setting: 'PORT' | 'STET_METRICS_PORT' }

/** Listens, and answers the address. @throws {UserError} one sentence naming the setting when it cannot be had. */
export async function listen(app: Server, { host, port, setting }: Where): Promise<string> {
  try {
    return await app.listen({ host, port })
  } catch (error) {
    throw refusal(error as NodeJS.ErrnoException, host, port, setting) ?? error
  }
}

function refusal({ code }: NodeJS.ErrnoException, host: string, port: number, setting: string) {
  if (code === 'EADDRINUSE')
    return new UserError(
      `${setting} ${port} is taken by another program: set ${setting} to a free one, or to 0 for any.`,
    )
  if (code === 'EACCES')
    return new UserError(`${setting} ${port} is not for this account: set ${setting} to 1024 or higher.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new UserError(`HOST ${host} is no address of this machine.`)
  return undefined
}

// A request may wait ten seconds for its verdict; one that takes longer is not going to end.
const requestsDeadlineMs = 11_000

/** Takes no more requests and lets those under way end; a client that neither reads nor finishes does not keep us. */
export async function closeServer(app: Server): Promise<void> {
  const late = setTimeout(() => app.server.closeAllConnections(), requestsDeadlineMs)
  await app.close().finally(() => clearTimeout(late))
}
