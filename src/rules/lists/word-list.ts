export const severities = ['mild', 'strong'] as const
/** How an entry is looked for: as a whole word, at the beginning of one, or anywhere in one. */
export const ways = ['word', 'stem', 'inside'] as const

export type Severity = (typeof severities)[number]
export type Way = (typeof ways)[number]

/** An entry, ready to be looked for: its letters in the folded view, and what a place in a text must be like. */
export type Pattern = {
  codes: readonly number[]
  /** How often each letter stands in a row. */
  runs: Uint8Array
  /** For each letter, whether a new word of the entry begins with it. */
  opensWord: readonly boolean[]
  way: Way
  plural: RegExp | undefined
}

/** `text` is the entry as it is written, in small letters. */
export type ListEntry = { text: string; severity: Severity; line: number; pattern: Pattern }

/** What must not be found although an entry is in it: `shitake` for `shit | stem`. */
export type ListException = { text: string; line: number; pattern: Pattern }

export type WordList = { entries: readonly ListEntry[]; exceptions: readonly ListException[] }
