import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { openDatabase } from '../../src/store/database.js'
import { runningEmbeddedPostgres } from '../../src/store/embedded/start.js'
import { migrateToLatestOrThrow } from '../../src/store/migrate.js'
import { freePort, startRedis } from '../helpers/redis.js'
import { startPostgres } from './postgres.js'
import { describeService, ready } from './processes.js'

export const siteKey = 'the-site-key-of-the-chaos-test'
export const moderatorToken = 'the-moderator-token-of-the-chaos-test'

/** Something that goes wrong once this share of the comments is decided. */
export type Mishap = { at: number; name: string; happen: () => Promise<void> }

/** A whole Stet in processes of its own, and what shall befall it. */
export type Stage = {
  url: string
  mishaps: Mishap[]
  /** Where its comments lie now. */
  databaseUrl: () => Promise<string>
  stop: () => Promise<void>
}

export type StageOptions = {
  /** The folder with dist/. */
  root: string
  report: { url: string; secret: string }
  processes: number
  killPostgres: boolean
}

const environment = (options: StageOptions, port: number) => ({
  PORT: String(port),
  STET_SITE_KEY: siteKey,
  STET_MODERATOR_TOKEN: moderatorToken,
  STET_REPORT_URL: options.report.url,
  STET_REPORT_SECRET: options.report.secret,
  STET_INFERENCE_PROCESSES: String(options.processes),
  LOG_LEVEL: 'warn',
})

/** `stet serve` and `stet work` on a PostgreSQL and a Redis that forgets everything when it dies. */
export async function stageOnServers(options: StageOptions): Promise<Stage> {
  const postgres = await startPostgres()
  const redis = await startRedis()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const db = openDatabase(postgres.url, () => undefined, 1)
  await migrateToLatestOrThrow(db).finally(() => db.destroy())
  const env = { ...environment(options, port), DATABASE_URL: postgres.url, REDIS_URL: redis.url }
  const api = describeService(options.root, ['serve'], env)
  const worker = describeService(options.root, ['work'], { ...env, STET_METRICS_PORT: '0' })
  api.start()
  worker.start()
  await ready(url)
  const killWorker = async () => {
    await worker.kill()
    worker.start()
  }
  const killAll = async () => {
    await Promise.all([
      api.kill(),
      worker.kill(),
      redis.kill(),
      ...(options.killPostgres ? [postgres.kill()] : []),
    ])
    // What needs the servers is started before them: it has to wait.
    api.start()
    worker.start()
    if (options.killPostgres) await postgres.start()
    await redis.start()
  }
  return {
    url,
    databaseUrl: async () => postgres.url,
    mishaps: [
      { at: 0.1, name: 'worker killed', happen: killWorker },
      { at: 0.25, name: 'worker killed', happen: killWorker },
      { at: 0.4, name: 'worker killed', happen: killWorker },
      { at: 0.5, name: 'Redis flushed', happen: redis.flush },
      {
        at: 0.6,
        name: `api, worker, Redis${options.killPostgres ? ', PostgreSQL' : ''} killed`,
        happen: killAll,
      },
    ],
    stop: async () => {
      await Promise.all([api.stop(), worker.stop()])
      await redis.stop()
      await postgres.stop()
    },
  }
}

/** `stet start` on its own database, killed whole and started again at once on the same port and data. */
export async function stageEmbedded(options: StageOptions): Promise<Stage> {
  const dataDir = await mkdtemp('/tmp/stet-chaos-')
  await chmod(dataDir, 0o755)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const stet = describeService(options.root, ['start'], {
    ...environment(options, port),
    STET_DATA_DIR: dataDir,
  })
  stet.start()
  await ready(url)
  const killAll = async () => {
    await stet.kill()
    stet.start()
  }
  return {
    url,
    databaseUrl: async () => {
      const running = await runningEmbeddedPostgres(dataDir)
      if (running === undefined) throw new Error('the embedded PostgreSQL does not run')
      return running
    },
    mishaps: [
      { at: 0.2, name: 'everything killed', happen: killAll },
      { at: 0.5, name: 'everything killed', happen: killAll },
    ],
    stop: async () => {
      await stet.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
