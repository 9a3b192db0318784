import { z } from 'zod'

/**
 * What a model's folder may hold to read disguised words: how often each harsh word was seen, and which words look like
 * disguises and are none. `models/training/prepare.py` writes it.
 */
export const harshWordsSchema = z.object({
  version: z.literal(1),
  words: z.record(z.string().regex(/^[a-z]{3,20}$/), z.number().int().min(1)),
  innocent: z.array(z.string()),
})

export type HarshWordList = z.infer<typeof harshWordsSchema>

/** The list, laid out for one look a word. */
export type HarshWords = {
  words: ReadonlySet<string>
  innocent: ReadonlySet<string>
  /** Harsh words by what they are with two inner letters changed about. */
  swapped: ReadonlyMap<string, string>
  /** Harsh words by what they are with no letter twice in a row. */
  squeezed: ReadonlyMap<string, string>
  /** Harsh words by their first letter, the commonest first. */
  byFirst: ReadonlyMap<string, readonly string[]>
}

// Shorter ones are too like one another.
const shortest = 4

export function harshWordsOf({ words, innocent }: HarshWordList): HarshWords {
  const ranked = Object.entries(words)
    .filter(([word]) => word.length >= shortest)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([word]) => word)
  const byFirst = new Map<string, string[]>()
  for (const word of ranked) byFirst.set(word.charAt(0), [...(byFirst.get(word.charAt(0)) ?? []), word])
  return {
    words: new Set(ranked),
    innocent: new Set(innocent),
    swapped: firstOf(ranked.flatMap((word) => swaps(word).map((key) => [key, word] as const))),
    squeezed: firstOf(ranked.map((word) => [squeeze(word), word] as const)),
    byFirst,
  }
}

/** The word with no letter twice in a row. */
export function squeeze(word: string): string {
  return word.replace(/(.)\1+/gu, '$1')
}

/** Of two words for one key the first, which is the commoner. */
function firstOf(entries: readonly (readonly [string, string])[]): Map<string, string> {
  return new Map([...entries].reverse())
}

function swaps(word: string): string[] {
  return Array.from({ length: word.length - 3 }, (_, i) => {
    const [a, b] = [word.charAt(i + 1), word.charAt(i + 2)]
    return word.slice(0, i + 1) + b + a + word.slice(i + 3)
  })
}
