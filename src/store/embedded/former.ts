import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { UserError } from '../../domain/errors.js'
import { inspectProcess } from './processes.js'

/** A server that runs on a data folder; `guarded` while the shell that started it still watches over it. */
export type RunningServer = { pid: number; guarded: boolean; sockets: string }

const pollMs = 100
const patienceMs = 15_000
const quietMs = 1_000

/**
 * Makes way for a server of our own. One that a living Stet owns, or that is being shut down because its Stet has just
 * ended, is waited for; one that lost its guardian belongs to nobody and is stopped.
 * @throws UserError if another Stet still uses the data after the wait.
 */
export async function settleFormerServer(cluster: string, log: (message: string) => void): Promise<void> {
  const since = Date.now()
  let told = false
  for (;;) {
    const server = await findServer(cluster)
    if (!server) return removeStaleLock(cluster)
    if (!server.guarded) await stopOrphan(cluster, server, log)
    else if (Date.now() - since > patienceMs) throw new UserError(inUse(cluster))
    else if (!told && Date.now() - since > quietMs) {
      told = true
      log('waiting for the Stet that is still stopping')
    }
    await sleep(pollMs)
  }
}

/** The server that runs on this data, by PostgreSQL's own lock file; undefined if none does. Changes nothing. */
export async function findServer(cluster: string): Promise<RunningServer | undefined> {
  const { pid, sockets } = await readLock(cluster)
  const found = pid ? await inspectProcess(pid) : undefined
  if (!found?.command.includes(` -D ${cluster} `)) return undefined
  const guardian = /stet\.guardian=(\d+)/.exec(found.command)?.[1]
  return { pid, guarded: Number(guardian) === found.ppid, sockets }
}

// After a crash the lock file may name a process that has nothing to do with us, because ids are given out again, or one
// that nobody reaped; PostgreSQL would refuse to start for it. Removing it cannot let two servers onto the data:
// PostgreSQL also asks for the shared memory that belongs to the folder.
async function removeStaleLock(cluster: string): Promise<void> {
  const { pid, sockets } = await readLock(cluster)
  if (!pid) return
  await rm(lockIn(cluster), { force: true })
  // The server of a guardian that was killed, or of a machine that went down, left its folder behind.
  if (/^(\/private)?\/tmp\/stet-\w{6}$/.test(sockets)) await rm(sockets, { recursive: true, force: true })
}

async function readLock(cluster: string): Promise<{ pid: number; sockets: string }> {
  const lines = (await readFile(lockIn(cluster), 'utf8').catch(() => '')).split('\n')
  return { pid: Number(lines[0]) || 0, sockets: lines[4] ?? '' }
}

const lockIn = (cluster: string): string => join(cluster, 'postmaster.pid')

// Fast first; a server that hangs in it is stopped at once, and recovers from its log at the next start.
async function stopOrphan(
  cluster: string,
  { pid }: RunningServer,
  log: (message: string) => void,
): Promise<void> {
  log(`stopping the database that an earlier Stet left running (process ${pid})`)
  process.kill(pid, 'SIGINT')
  const since = Date.now()
  while ((await findServer(cluster))?.pid === pid) {
    if (Date.now() - since > patienceMs) process.kill(pid, 'SIGQUIT')
    await sleep(pollMs)
  }
}

const inUse = (cluster: string): string =>
  `Another Stet is running on the data in ${cluster}: stop it first, or choose another STET_DATA_DIR`
