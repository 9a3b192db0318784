import { startEmbeddedPostgres } from '../../src/store/embedded/start.js'

// A Stet that is nothing but its database: says on standard output what happens, and stops on SIGTERM.
const say = (event: string, text: string) => process.stdout.write(`${JSON.stringify({ event, text })}\n`)

const alive = setInterval(() => undefined, 60_000)
try {
  const server = await startEmbeddedPostgres({
    dataDir: process.argv[2] ?? '',
    log: (message) => say('log', message),
    onDeath: () => say('death', ''),
  })
  process.once('SIGTERM', () => {
    void Promise.all([server.stop(), server.stop()]).then(() => {
      say('stopped', '')
      clearInterval(alive)
    })
  })
  say('url', server.url)
} catch (error) {
  say('error', error instanceof Error ? `${error.name}: ${error.message}` : String(error))
  clearInterval(alive)
}
