import { mkdtemp, readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { UserError } from '../../domain/errors.js'
import { connectTo, ensureCluster, ensureDatabase, urlOf } from './cluster.js'
import { findServer, settleFormerServer } from './former.js'
import { type Guardian, startGuarded } from './guardian.js'
import { clusterOf, giveTo, type Home, knownHome, prepareHome } from './home.js'

/** `onDeath` is called once if the server ends without `stop()`: nothing can be stored then, so Stet should end too. */
export type EmbeddedOptions = { dataDir: string; log: (message: string) => void; onDeath?: () => void }

/** A running server; `stop` may be called more than once, and returns when the server has ended. */
export type EmbeddedPostgres = { url: string; stop(): Promise<void> }

// A socket's whole path may have 107 bytes (103 on macOS), and PostgreSQL's account must reach it: TMPDIR promises neither.
const socketsIn = '/tmp/stet-'
const pollMs = 50

/**
 * Runs a real PostgreSQL from npm on `dataDir` for as long as this process lives, however it ends: no port is taken, and
 * after a SIGKILL the next start waits for, or stops, what is left and recovers.
 * @throws UserError when the data is another Stet's, another account's or another PostgreSQL's, or nothing can run here.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const home = await prepareHome(options.dataDir, options.log)
  await settleFormerServer(clusterOf(home.path), options.log)
  await ensureCluster(home, options.log)
  // A new folder each time: nobody can have taken its name, and nothing stale can lie in it.
  const sockets = await realpath(await mkdtemp(socketsIn))
  await giveTo(home.account, sockets)
  const guardian = startGuarded(home, sockets)
  try {
    const client = await ready(home, sockets, guardian, options.log)
    await ensureDatabase(client).finally(() => client.end())
  } catch (error) {
    await guardian.stop()
    throw error
  }
  return { url: urlOf(sockets), stop: watch(guardian, home, options) }
}

/** The address of the server that a Stet runs on this data folder now, for a command beside it; undefined if none runs. */
export async function runningEmbeddedPostgres(dataDir: string): Promise<string | undefined> {
  const home = (await knownHome(dataDir)) ?? join(await realpath(dataDir).catch(() => dataDir), 'postgres')
  const server = await findServer(clusterOf(home))
  return server?.guarded ? urlOf(server.sockets) : undefined
}

async function ready(
  home: Home,
  sockets: string,
  guardian: Guardian,
  log: (message: string) => void,
): Promise<pg.Client> {
  const since = Date.now()
  for (let told = false; ; ) {
    const client = await connectTo(sockets, guardian.pid)
    if (client) return client
    if (guardian.hasExited()) throw await didNotStart(home)
    // Recovery after a crash takes as long as there is to recover; there is nothing better to do than to wait.
    if (!told && Date.now() - since > 2_000) {
      told = true
      log('the database is recovering')
    }
    await sleep(pollMs)
  }
}

async function didNotStart(home: Home): Promise<Error> {
  const path = join(home.path, 'postgres.log')
  const text = await readFile(path, 'utf8').catch(() => '')
  // Two Stets that start in the same moment: PostgreSQL's lock lets one through.
  if (text.includes('lock file "postmaster.pid" already exists')) {
    return new UserError(`Another Stet is starting on the data in ${home.path}: try again, or stop it`)
  }
  const fatal = text.split('\n').findLast((line) => line.includes('FATAL'))
  return new Error(`PostgreSQL did not start: ${fatal ?? 'it said nothing'} (its log is ${path})`)
}

function watch(guardian: Guardian, home: Home, { log, onDeath }: EmbeddedOptions): () => Promise<void> {
  let stopped: Promise<void> | undefined
  void guardian.exited.then(() => {
    if (stopped) return
    log(`the database has ended by itself: see ${join(home.path, 'postgres.log')}`)
    onDeath?.()
  })
  return () => {
    stopped ??= guardian.stop()
    return stopped
  }
}
