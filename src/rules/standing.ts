import { createHash } from 'node:crypto'
import type { Rule } from './rule-schema.js'

/** What a rule's standing depends on beside the rule itself. */
export type Occasion = {
  /** The comment's own id within Stet: a rule's `share` depends on it. */
  commentId: string
  section: string | null
  now: Date
  /** The rules whose `limit` for today is used up. */
  overLimit: ReadonlySet<string>
}

/** Whether a comment is in a rule's share: the same answer each time, and for each rule its own part of the comments. */
export function isInShare({ name, share }: Pick<Rule, 'name' | 'share'>, commentId: string): boolean {
  if (share >= 1) return true
  const hash = createHash('sha256').update(`${name}\n${commentId}`).digest()
  return hash.readUInt32BE() / 2 ** 32 < share
}

const inSections = (sections: readonly string[], section: string | null) =>
  section !== null && sections.some((one) => one.toLowerCase() === section.toLowerCase())

/** Whether a rule runs on a comment, and whether its match counts. */
export function standingOf(rule: Rule, occasion: Occasion): 'live' | 'shadow' | 'off' {
  if (rule.mode === 'off') return 'off'
  if (rule.expires !== undefined && occasion.now.toISOString().slice(0, 10) > rule.expires) return 'off'
  if (rule.sections && !inSections(rule.sections, occasion.section)) return 'off'
  if (rule.mode === 'shadow' || occasion.overLimit.has(rule.name)) return 'shadow'
  return isInShare(rule, occasion.commentId) ? 'live' : 'shadow'
}
