import { chmod, mkdtemp, rm } from 'node:fs/promises'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../../src/store/embedded/start.js'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
  }
}

/** One real PostgreSQL for the whole run; every test file makes databases of its own in it (database.ts). */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Not os.tmpdir(): what TMPDIR names may be out of the reach of PostgreSQL's account.
  const dataDir = await mkdtemp('/tmp/stet-test-postgres-')
  // And not closed to it, or root's data would go elsewhere and stay there.
  await chmod(dataDir, 0o755)
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined })
  project.provide('postgresUrl', postgres.url)
  return async () => {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
