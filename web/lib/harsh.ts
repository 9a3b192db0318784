import type { Item } from '../../src/desk/schemas/item.js'

// From here on a reader more likely sees it than not.
const harshFrom = 0.5

/** Whether a text may be hard to read. What has no scores is taken for harsh: an unknown is no "no". */
export function isHarsh({ judgement }: Pick<Item, 'judgement'>): boolean {
  const scores = judgement?.scores
  return !scores || Object.values(scores).some((share) => share >= harshFrom)
}
