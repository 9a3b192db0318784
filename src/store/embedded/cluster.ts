import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { UserError } from '../../domain/errors.js'
import { asAccount } from './account.js'
import { program } from './binaries.js'
import { clusterOf, giveTo, type Home } from './home.js'

const run = promisify(execFile)

/** The role and the database that Stet uses; the role owns the database and is no superuser. */
export const stet = 'stet'

// Trust, because the socket's folder is the lock: only the account that runs the server, and root, can reach it, and
// there is no TCP port. `peer` would ask for a name of our uid, which a container's made-up uid does not have.
const initOptions = [
  ['--username', 'postgres'],
  ['--auth-local', 'trust'],
  ['--auth-host', 'reject'],
  ['--encoding', 'UTF8'],
  // Text compares the same on every machine, whatever its C library.
  ['--locale-provider', 'builtin'],
  ['--builtin-locale', 'C.UTF-8'],
  ['--locale', 'C'],
].flat()

/** Makes the data if there is none. It appears whole or not at all: one that was interrupted is begun again. */
export async function ensureCluster(home: Home, log: (message: string) => void): Promise<void> {
  const cluster = clusterOf(home.path)
  const found = await versionOf(cluster)
  if (found !== undefined) return assertReadable(home, found)
  log('making the database')
  for (const name of await readdir(home.path)) {
    if (name.startsWith('init-')) await rm(join(home.path, name), { recursive: true, force: true })
  }
  const half = await mkdtemp(join(home.path, 'init-'))
  await giveTo(home.account, half)
  await run(
    program(home.binaries, 'initdb'),
    ['-D', join(half, 'data'), ...initOptions],
    asAccount(home.account),
  ).catch((error: Error) => {
    throw error.message.includes('could not look up effective user ID') ? nameless() : error
  })
  await rename(join(half, 'data'), cluster)
  await rm(half, { recursive: true, force: true })
}

/** The address of a server by its socket's folder, for `pg` and for whatever hands its URL on to `pg`. */
export function urlOf(sockets: string, user = stet, database = stet): string {
  return `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(sockets)}`
}

/** Makes the role and the database where they are missing. */
export async function ensureDatabase(client: pg.Client): Promise<void> {
  const role = await client.query('select 1 from pg_roles where rolname = $1', [stet])
  if (role.rowCount === 0) await client.query(`create role ${stet} login`)
  const database = await client.query('select 1 from pg_database where datname = $1', [stet])
  if (database.rowCount === 0) await client.query(`create database ${stet} owner ${stet}`)
}

/**
 * A connection as superuser to the server that this guardian started; undefined while it does not answer yet, or if
 * another answers.
 */
export async function connectTo(sockets: string, guardian: number): Promise<pg.Client | undefined> {
  const client = new pg.Client({ connectionString: urlOf(sockets, 'postgres', 'postgres') })
  client.on('error', () => undefined) // the server's end is the guardian's news
  try {
    await client.connect()
    const { rows } = await client.query<{ pid: string }>(`select current_setting('stet.guardian') as pid`)
    if (Number(rows[0]?.pid) === guardian) return client
  } catch {
    // Not listening yet, or still recovering.
  }
  await client.end().catch(() => undefined)
  return undefined
}

async function versionOf(cluster: string): Promise<string | undefined> {
  return readFile(join(cluster, 'PG_VERSION'), 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  )
}

// Of a container's made-up uid, say.
const nameless = () =>
  new UserError(
    `PostgreSQL does not run as an account without a name (uid ${process.getuid?.()}): start Stet as one that has a name, or run PostgreSQL and Redis yourself, and set DATABASE_URL and REDIS_URL`,
  )

function assertReadable({ path, binaries }: Home, found: string): void {
  const ours = binaries.version.split('.')[0]
  if (found === ours) return
  throw new UserError(
    `The data in ${path} was written by PostgreSQL ${found} and this Stet brings ${ours}: move it over with pg_dump, or go back to the earlier Stet`,
  )
}
