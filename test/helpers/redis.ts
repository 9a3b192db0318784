import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'

export type TestRedis = {
  url: string
  flush: () => Promise<void>
  /** Ends the server, which forgets everything; `start` starts it again on the same port. */
  kill: () => Promise<void>
  start: () => Promise<void>
  stop: () => Promise<void>
}

/** A port that nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** A real Redis on a port of its own, without anything on disk that outlives it. */
export async function startRedis(): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'stet-test-redis-'))
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  const options = ['--port', String(port), '--dir', folder, '--save', '', '--maxmemory-policy', 'noeviction']
  const launch = () => spawn('redis-server', options, { stdio: 'ignore' })
  let server = launch()
  const answers = async () => {
    const client = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 50 })
    client.on('error', () => undefined) // not listening yet
    await client.ping()
    client.disconnect()
  }
  const end = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return
    server.kill('SIGKILL')
    await once(server, 'exit')
  }
  process.once('exit', () => server.kill('SIGKILL'))
  server.once('error', (error) => {
    throw new Error('redis-server could not be run: test/install.sh installs it', { cause: error })
  })
  await answers()
  return {
    url,
    flush: async () => {
      const client = new Redis(url)
      await client.flushall()
      client.disconnect()
    },
    kill: end,
    stop: async () => {
      await end()
      await rm(folder, { recursive: true, force: true })
    },
    start: async () => {
      server = launch()
      await answers()
    },
  }
}
