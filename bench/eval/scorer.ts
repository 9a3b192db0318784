import type { Scores } from '../../src/domain/labels.js'
import { normalise } from '../../src/domain/normalise.js'
import type { Model } from '../../src/model/model.js'

/** Works on all items, `atOnce` of them at a time, and keeps their order. */
export async function mapAll<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const lane = async () => {
    while (next < items.length) {
      const at = next
      next += 1
      results[at] = await work(items[at] as T)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return results
}

export type Scorer = {
  /** The product's way: normalised, one comment a run, calibrated scores. */
  scoreAll: (texts: readonly string[]) => Promise<Scores[]>
  /** Says that so many texts need no reading after all. */
  skip: (count: number) => void
  atOnce: number
}

/** `onTexts` hears how many texts are done. */
export function scorerOf(model: Model, processes: number, onTexts: (count: number) => void): Scorer {
  // One text waits at each process, so that none idles.
  const atOnce = processes * 2
  const counted = async (text: string) => {
    const scores = await model.score(normalise(text).text)
    onTexts(1)
    return scores
  }
  return { atOnce, skip: onTexts, scoreAll: (texts) => mapAll(texts, atOnce, counted) }
}
