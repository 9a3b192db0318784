/** Items a second over a fixed time, `atOnce` in flight, after a short warm-up that is not counted. */
export async function measure<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
  seconds: number,
): Promise<number> {
  let done = 0
  const runFor = async (length: number) => {
    done = 0
    const end = performance.now() + length * 1_000
    const lane = async () => {
      while (performance.now() < end) {
        const item = items[done % items.length]
        done += 1
        if (item !== undefined) await work(item)
      }
    }
    const start = performance.now()
    await Promise.all(Array.from({ length: atOnce }, lane))
    return (done * 1_000) / (performance.now() - start)
  }
  await runFor(1)
  return runFor(seconds)
}
