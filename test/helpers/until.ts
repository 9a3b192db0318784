import { setTimeout as sleep } from 'node:timers/promises'

const pollMs = 50

/** Waits until the check answers something truthy, and answers that. @throws naming what did not come in time. */
export async function until<T>(
  what: string,
  check: () => Promise<T | undefined | false> | T | undefined | false,
  deadlineMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + deadlineMs
  for (;;) {
    const found = await check()
    if (found) return found
    if (Date.now() > deadline) throw new Error(`${what}: not within ${deadlineMs} ms`)
    await sleep(pollMs)
  }
}
