import type { Logger } from '../logger.js'
import { watchLauncher } from './launcher.js'

/** Something that was started and can be stopped; stopped in the reverse order of starting. */
export type Part = { name: string; stop: () => Promise<void> }

/** What a start adds its parts to, each as soon as it stands. */
export type Running = {
  parts: Part[]
  /** Aborted by the first signal. A start asks it between its steps, and whatever waits for long listens to it. */
  stopping: AbortSignal
}

// Longer than a comment's scoring and a report's delivery take; compose files grant 40 s before they kill.
const stopDeadlineMs = 30_000
// One Ctrl-C reaches us twice, from the terminal and from npm; whoever presses it again later will not wait.
const sameSignalMs = 1_000

async function stopAll(parts: Part[], logger: Logger): Promise<number> {
  let failed = 0
  for (const part of parts.splice(0).reverse()) {
    try {
      await part.stop()
    } catch (err) {
      failed = 1
      logger.error({ err, part: part.name }, 'did not stop cleanly')
    }
  }
  return failed
}

/** Aborts at the first SIGTERM, SIGINT or, when npm launched us, its death, which it does not pass on. */
function listenForStop(logger: Logger, launchedByNpm: boolean) {
  const controller = new AbortController()
  let since: number | undefined
  const stop = (cause: string) => {
    if (since !== undefined) {
      if (performance.now() - since >= sameSignalMs) process.exit(1)
      return
    }
    since = performance.now()
    logger.info({ cause }, 'stopping')
    setTimeout(() => process.exit(1), stopDeadlineMs).unref()
    controller.abort()
  }
  const signals = ['SIGTERM', 'SIGINT'] as const
  for (const signal of signals) process.on(signal, stop)
  const unwatch = launchedByNpm ? watchLauncher(() => since ?? stop('the launcher is gone')) : undefined
  const close = () => {
    unwatch?.()
    for (const signal of signals) process.off(signal, stop)
  }
  return { stopping: controller.signal, close }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

/**
 * Starts parts by `bringUp`, keeps them until we are told to stop, then stops them. What fails to start releases what was
 * started before. A signal a second after the first ends at once. Answers the exit code.
 */
export async function runUntilStopped(
  logger: Logger,
  launchedByNpm: boolean,
  bringUp: (running: Running) => Promise<void>,
): Promise<number> {
  const parts: Part[] = []
  // Before anything is started: a signal during the start must find what to stop.
  const { stopping, close } = listenForStop(logger, launchedByNpm)
  try {
    await bringUp({ parts, stopping })
  } catch (err) {
    if (!stopping.aborted) {
      await stopAll(parts, logger)
      throw err
    }
    // Ctrl-C reaches what is just being started as well (initdb, say): that it failed is part of stopping.
    logger.info({ err }, 'stopped while starting')
  }
  await aborted(stopping)
  const code = await stopAll(parts, logger)
  close()
  return code
}
