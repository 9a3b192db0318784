import { disguises, obfuscate, randomOf } from './obfuscate.js'
import type { Scorer } from './scorer.js'

// Any seed would do; this one has always been used.
const seed = 20

/**
 * For each way of disguise, how many of the comments that are caught as they stand are still caught. What a disguise makes
 * look worse than it is does not count in its favour.
 */
export async function recallKept(
  toxicTexts: readonly string[],
  threshold: number,
  isToxic: (word: string) => boolean,
  { scoreAll, skip }: Scorer,
): Promise<Record<string, number>> {
  const plain = await scoreAll(toxicTexts)
  const caught = toxicTexts.filter((_, i) => (plain[i]?.toxic ?? 0) >= threshold)
  skip((toxicTexts.length - caught.length) * Object.keys(disguises).length)
  const kept: Record<string, number> = {}
  for (const [way, disguise] of Object.entries(disguises)) {
    const random = randomOf(seed)
    const scores = await scoreAll(caught.map((text) => obfuscate(text, disguise, isToxic, random)))
    kept[way] = scores.filter(({ toxic }) => toxic >= threshold).length / caught.length
  }
  return kept
}
