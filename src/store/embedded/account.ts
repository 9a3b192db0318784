import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { UserError } from '../../domain/errors.js'

const run = promisify(execFile)

/** The ids to run PostgreSQL under; undefined: our own. */
export type Account = { uid: number; gid: number } | undefined

/** The options that every child of the account needs: a folder it may stand in, and none of our environment. */
export function asAccount(account: Account) {
  return { ...account, cwd: '/', env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } }
}

/**
 * PostgreSQL refuses to run as root, so root runs it as the owner of the data that is there, else as `postgres` where
 * there is such an account, else as `stet`, which is made. Not `nobody`: whatever else runs as that could read comments.
 */
export async function chooseAccount(cluster: string): Promise<Account> {
  const owner = await stat(cluster).catch(() => undefined)
  const ours = process.getuid?.()
  if (ours !== 0) {
    if (owner && owner.uid !== ours) throw new UserError(belongsToAnother(cluster, owner.uid))
    return undefined
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return (
    (await lookUp('postgres')) ??
    (await lookUp('_postgres')) ??
    (await lookUp('stet')) ??
    (await createStet())
  )
}

/** True if the account can do what the probe does; a probe asks the system itself, so access lists and mounts count too. */
export async function can(account: Account, command: string, args: readonly string[]): Promise<boolean> {
  return run(command, args, asAccount(account)).then(
    () => true,
    () => false,
  )
}

async function lookUp(name: string): Promise<Account> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}

async function createStet(): Promise<Account> {
  try {
    await run('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'stet'])
  } catch {
    // What matters is whether it is there now: another Stet may have made it in the meantime.
  }
  const made = await lookUp('stet')
  if (made) return made
  throw new UserError(
    'PostgreSQL does not run as root, and no account for it could be made: start Stet as an ordinary user, or create an account named stet',
  )
}

function belongsToAnother(cluster: string, uid: number): string {
  return `The data in ${cluster} belongs to another account (uid ${uid}): start Stet as that account or as root, or choose another STET_DATA_DIR`
}
