/** A stretch of a text in UTF-16 units, `end` exclusive. */
export type Stretch = { start: number; end: number }

/** A word, its place, and which passage it stands in. */
export type Word = Stretch & { passage: number }

// Letters, and what readers put between them: don't, f**k. models/training/lexicon.py finds the same words.
const anyWord = /\p{L}+(?:['’*]+\p{L}+)*/gu

// About what one window of 128 tokens holds, so that a passage is one run of the network.
const wordsAPassage = 80

/** The words of a text, in their order. */
export function wordsOf(text: string): Word[] {
  return [...text.matchAll(anyWord)].map(({ index, 0: found }, at) => ({
    start: index,
    end: index + found.length,
    passage: Math.floor(at / wordsAPassage),
  }))
}

/**
 * The passages that a text is scored in when words are left out: in a whole long text the worst passage would hide what
 * another one says. They meet where the first word of the next one starts.
 */
export function passagesOf(text: string, words: readonly Word[]): Stretch[] {
  const firsts = words.filter(({ passage }, at) => passage !== words[at - 1]?.passage)
  return firsts.map((_, at) => ({
    start: at === 0 ? 0 : (firsts[at]?.start ?? 0),
    end: firsts[at + 1]?.start ?? text.length,
  }))
}

/** Neighbours with nothing but space between them become one; the words must be in order. */
export function mergeWords(text: string, words: readonly Stretch[]): Stretch[] {
  const merged: Stretch[] = []
  for (const { start, end } of words) {
    const last = merged.at(-1)
    if (last && text.slice(last.end, start).trim() === '') last.end = end
    else merged.push({ start, end })
  }
  return merged
}
