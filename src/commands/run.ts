import type { Logger } from '../logger.js'

/** Something that was started and can be stopped; stopped in the reverse order of starting. */
export type Part = { name: string; stop: () => Promise<void> }

// Longer than a comment's scoring and a report's delivery take; compose files grant 40 s before they kill.
const stopDeadlineMs = 30_000
const launcherCheckMs = 500

async function stopAll(parts: Part[], logger: Logger): Promise<number> {
  let failed = 0
  for (const part of [...parts].reverse()) {
    try {
      await part.stop()
    } catch (err) {
      failed = 1
      logger.error({ err, part: part.name }, 'did not stop cleanly')
    }
  }
  return failed
}

/**
 * Waits for SIGTERM, SIGINT or, when npm launched us, npm's death (which it does not pass on); then stops all parts.
 * A second signal ends at once. Answers the exit code.
 */
export function runUntilStopped(parts: Part[], logger: Logger, launchedByNpm: boolean): Promise<number> {
  return new Promise((resolve) => {
    let stopping = false
    const stop = (cause: string) => {
      if (stopping) process.exit(1)
      stopping = true
      logger.info({ cause }, 'stopping')
      setTimeout(() => process.exit(1), stopDeadlineMs).unref()
      void stopAll(parts, logger).then(resolve)
    }
    process.on('SIGTERM', () => stop('SIGTERM'))
    process.on('SIGINT', () => (stopping ? undefined : stop('SIGINT')))
    if (!launchedByNpm) return
    const launcher = process.ppid
    const timer = setInterval(() => {
      if (process.ppid === launcher) return
      clearInterval(timer)
      stop('the launcher is gone')
    }, launcherCheckMs)
    timer.unref()
  })
}
