import { signal } from '@preact/signals'

const tickMs = 30_000

/** The time, for what says how long ago something was: one clock for all of it. */
export const now = signal(Date.now())

setInterval(() => {
  now.value = Date.now()
}, tickMs)
