/** A stretch of tokens, `end` exclusive. */
export type TokenRange = { start: number; end: number }

/**
 * Cuts a row of tokens into the fewest overlapping windows of at most `size` tokens, all of about the same length.
 * Every token lies in at least one window, and any `overlap` neighbouring tokens lie together in one. There is always
 * at least one window, an empty one for no tokens.
 */
export function windowsOf(tokenCount: number, size: number, overlap: number): TokenRange[] {
  if (tokenCount <= size) return [{ start: 0, end: tokenCount }]
  const count = Math.ceil((tokenCount - overlap) / (size - overlap))
  // Even windows cost less than full ones with a short rest, and no window is a scrap without context.
  const width = Math.ceil((tokenCount + (count - 1) * overlap) / count)
  return Array.from({ length: count }, (_, i) => {
    const start = i * (width - overlap)
    return { start, end: Math.min(start + width, tokenCount) }
  })
}

/** A quarter of the window, so that an insult of up to 60 tokens is never cut in two by our window of 256. */
export function overlapOf(windowSize: number): number {
  return Math.floor(windowSize / 4)
}

// WordPiece reads a word of more than 100 characters as one unknown token, so that gluing words hides all of them.
const gluedWord = /[\p{L}\p{M}\p{N}]{90}(?=[\p{L}\p{M}\p{N}])/gu

/** The text with a space put into each word that is too long for the tokenizer to look into. */
export function breakGluedWords(text: string): string {
  return text.replace(gluedWord, '$& ')
}

/** The highest value at each place over rows of the same length: a text is as toxic as its worst window. */
export function highest(rows: readonly (readonly number[])[]): number[] {
  const [first = [], ...rest] = rows
  return first.map((value, i) => Math.max(value, ...rest.map((row) => row[i] ?? 0)))
}
