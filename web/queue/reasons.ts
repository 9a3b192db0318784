import type { SkipBody } from '../../src/desk/schemas/decision.js'

/** Why a moderator rejects, by number: the places stay, so that fingers learn them. */
export const rejectReasons = [
  'Insults someone',
  'Hatred of a group',
  'Threat or call for violence',
  'Obscene',
  'Spam or advertising',
  'Private details',
  'Off the subject',
  'False claim',
  'Other',
] as const

/** Why one skips, by number. */
export const skipChoices: { reason: SkipBody['reason']; words: string }[] = [
  { reason: 'unsure', words: 'I am not sure' },
  { reason: 'language', words: 'I do not read this language' },
  { reason: 'context', words: 'I lack the context' },
  { reason: 'break', words: 'I need a break from this' },
]
