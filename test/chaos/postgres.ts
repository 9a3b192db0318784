import { chmod, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/store/embedded/start.js'

/** A real PostgreSQL that can be killed and started again at the same address. */
export type KillablePostgres = {
  url: string
  kill: () => Promise<void>
  start: () => Promise<void>
  stop: () => Promise<void>
}

const tries = 50
const pauseMs = 200

export async function startPostgres(): Promise<KillablePostgres> {
  // Not os.tmpdir(): what TMPDIR names may be out of the reach of PostgreSQL's account.
  const folder = await mkdtemp('/tmp/stet-chaos-')
  await chmod(folder, 0o755)
  const dataDir = join(folder, 'data')
  const address = join(folder, 'sockets')
  let server: EmbeddedPostgres
  const start = async () => {
    for (let left = tries; ; left -= 1) {
      try {
        server = await startEmbeddedPostgres({ dataDir, log: () => undefined })
        break
      } catch (error) {
        // Backends of the killed server may live for another moment, and it does not start beside them.
        if (left === 0) throw error
        await sleep(pauseMs)
      }
    }
    // Its sockets lie in a new folder each time; clients find them through a link that stays.
    const sockets = new URL(server.url).searchParams.get('host') ?? ''
    await symlink(sockets, `${address}.new`)
    await rename(`${address}.new`, address)
  }
  await start()
  const data = join(dataDir, 'postgres/data')
  return {
    url: `postgresql://stet@localhost/stet?host=${encodeURIComponent(address)}`,
    start,
    kill: async () => {
      process.kill(Number((await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')[0]), 'SIGKILL')
    },
    stop: async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
