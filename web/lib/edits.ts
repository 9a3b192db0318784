import { diffWordsWithSpace } from 'diff'

export type Edit = { text: string; was: 'kept' | 'added' | 'removed' }

// Two texts of 20,000 characters that have nothing in common would keep the page busy for seconds.
const timeoutMs = 300

/** What changed from one text to the next, word by word; undefined where they have too little in common to say. */
export function edits(before: string, after: string): Edit[] | undefined {
  const parts = diffWordsWithSpace(before, after, { timeout: timeoutMs })
  return parts?.map(({ value, added, removed }) => ({
    text: value,
    was: added ? 'added' : removed ? 'removed' : 'kept',
  }))
}
