/** How long each step of a judgement took, in milliseconds. */
export type Timings = Record<string, number>

/** Does the work and records how long it took, also when it fails. */
export async function timed<T>(timings: Timings, step: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now()
  try {
    return await work()
  } finally {
    timings[step] = Math.round((performance.now() - start) * 10) / 10
  }
}
