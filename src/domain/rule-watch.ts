import { z } from 'zod'
import { verdicts } from './verdict.js'

/** Comments judged with nothing missing while the rule was in the set, and how many of them it matched. */
const countSchema = z.object({ judged: z.int(), matched: z.int() })

/** Something about a rule that a person should look at. */
export const ruleAlertSchema = z.object({
  kind: z.enum(['limit', 'band']),
  since: z.iso.datetime(),
  detail: z.string(),
})

/** What the guards see of one rule of the set in force. */
export const ruleWatchSchema = z.object({
  rule: z.string(),
  /** `off` also after its last day. */
  mode: z.enum(['live', 'shadow', 'off']),
  /** What becomes of a comment that it matches. */
  verdict: z.enum(verdicts),
  share: z.number(),
  limit: z.int().nullable(),
  /** How often it has counted today (UTC). */
  countedToday: z.int(),
  lastHour: countSchema,
  lastDay: countSchema,
  /** How many more of the last day's comments would be held, or rejected, had its matches in the shadow counted. */
  wouldHave: z.object({ held: z.int(), rejected: z.int() }),
  /** The usual part of comments that it matches, 0 to 1; null as long as too little is known. */
  band: z.object({ low: z.number(), high: z.number(), days: z.int() }).nullable(),
  alerts: z.array(ruleAlertSchema),
})

export type RuleAlert = z.infer<typeof ruleAlertSchema>
export type RuleWatch = z.infer<typeof ruleWatchSchema>
