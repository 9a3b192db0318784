import { createHash } from 'node:crypto'
import { chmod, chown, mkdir, mkdtemp, readFile, realpath, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../../domain/errors.js'
import { type Account, can, chooseAccount } from './account.js'
import { type Binaries, copiedBinaries, doesNotRun, installedBinaries } from './binaries.js'

/** Where PostgreSQL's own files lie, who owns and runs them, and the programs to run. */
export type Home = { path: string; account: Account; binaries: Binaries }

/** The data itself. */
export const clusterOf = (home: string): string => join(home, 'data')

// Where root keeps the data of a folder that PostgreSQL's account cannot reach, a clone below a 0700 home for one.
const elsewhere = '/var/lib/stet'

/** Finds or makes the place for PostgreSQL's files: in the data folder, or elsewhere if its account cannot reach that. */
export async function prepareHome(given: string, log: (message: string) => void): Promise<Home> {
  // Nobody else may look in; but an account that root hands the database to has to get through.
  await mkdir(given, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
  const dataDir = await realpath(given)
  const known = await knownHome(dataDir)
  const account = await chooseAccount(clusterOf(known ?? join(dataDir, 'postgres')))
  const path = known ?? (await makeHome(dataDir, account, log))
  if (!(await canUse(account, path))) {
    throw new UserError(
      `PostgreSQL's files in ${path} cannot be reached by the account that runs it (uid ${uidOf(account)})`,
    )
  }
  return { path, account, binaries: await reachableBinaries(path, account) }
}

/** Where the files of a data folder lie, if it has been moved elsewhere. */
export async function knownHome(dataDir: string): Promise<string | undefined> {
  const path = await readFile(pointerIn(dataDir), 'utf8').catch(() => undefined)
  return path?.trim()
}

/** A folder's files may be handed to an account only by root; else they are ours already. */
export async function giveTo(account: Account, path: string): Promise<void> {
  await chmod(path, 0o700)
  if (account) await chown(path, account.uid, account.gid)
}

async function makeHome(dataDir: string, account: Account, log: (message: string) => void): Promise<string> {
  const inside = join(dataDir, 'postgres')
  await mkdir(inside, { recursive: true })
  await giveTo(account, inside)
  if (await canUse(account, inside)) return inside
  await mkdir(elsewhere, { recursive: true, mode: 0o755 })
  // The name tells which data folder it belongs to, and never meets the data of one that was deleted.
  const id = createHash('sha256').update(dataDir).digest('hex').slice(0, 12)
  const path = await mkdtemp(join(elsewhere, `${id}-`))
  await giveTo(account, path)
  await writeFile(pointerIn(dataDir), `${path}\n`)
  log(`PostgreSQL's account (uid ${uidOf(account)}) cannot reach ${dataDir}, so the database lies in ${path}`)
  return path
}

async function reachableBinaries(home: string, account: Account): Promise<Binaries> {
  const installed = await installedBinaries()
  const runs = (binaries: Binaries) => can(account, join(binaries.root, 'bin', 'postgres'), ['--version'])
  if (await runs(installed)) return installed
  if (!account) throw doesNotRun(installed)
  const copy = await copiedBinaries(installed, home)
  if (!(await runs(copy))) throw doesNotRun(copy)
  return copy
}

const canUse = (account: Account, path: string): Promise<boolean> =>
  can(account, '/bin/sh', ['-c', 'cd "$1" && test -w .', 'sh', path])

const pointerIn = (dataDir: string): string => join(dataDir, 'postgres.location')

const uidOf = (account: Account): number | string => account?.uid ?? process.getuid?.() ?? 'unknown'
