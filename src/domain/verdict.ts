/** What may become of a comment, from the mildest to the most severe. */
export const verdicts = ['publish', 'hold', 'reject'] as const

export type Verdict = (typeof verdicts)[number]

/** Where a comment stands. `pending` until the first decision, `erased` once its reader took it back. */
export const statuses = ['pending', 'published', 'held', 'rejected', 'erased'] as const

export type Status = (typeof statuses)[number]

const statusOf = { publish: 'published', hold: 'held', reject: 'rejected' } as const

/** The status that a comment has once a verdict on it is recorded. */
export function statusAfter(verdict: Verdict): 'published' | 'held' | 'rejected' {
  return statusOf[verdict]
}

/** The most severe of the verdicts; `publish` when there is none, for nothing speaks against the comment. */
export function mostSevere(found: readonly Verdict[]): Verdict {
  if (found.includes('reject')) return 'reject'
  return found.includes('hold') ? 'hold' : 'publish'
}
