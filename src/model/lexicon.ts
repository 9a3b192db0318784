import { z } from 'zod'

const rate = z.number().gt(0).lt(1)

/**
 * What the model's folder may hold beside the network to tell which words a score rests on: how often each word lies in
 * what raters marked, and how much that counts beside what the network says. `models/training/lexicon.py` writes it.
 */
export const lexiconSchema = z.object({
  version: z.literal(1),
  evidence: z.object({
    word: z.number(),
    drop: z.number(),
    bias: z.number(),
    /** From this certainty on a word is pointed at … */
    least: z.number().min(0).max(1),
    /** … and the best word of a text already from this one on. */
    leastOfBest: z.number().min(0).max(1),
  }),
  /** The rate of a word that is not in the list. */
  unseen: rate,
  words: z.record(z.string(), rate),
})

export type Lexicon = z.infer<typeof lexiconSchema>

/** For a folder without a lexicon: every word may be the one, and only the network tells. */
export const emptyLexicon: Lexicon = {
  version: 1,
  evidence: { word: 1, drop: 2, bias: 0, least: 0.25, leastOfBest: 0.15 },
  unseen: 0.08,
  words: {},
}

/** How often a word lies in what raters marked, whatever its case. */
export function rateOf({ words, unseen }: Lexicon, word: string): number {
  const known = word.toLowerCase()
  // A reader may write "constructor".
  return (Object.hasOwn(words, known) ? words[known] : undefined) ?? unseen
}
