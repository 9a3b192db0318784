import { z } from 'zod'
import { verdicts } from '../domain/verdict.js'
import { ruleTestSchema, testAuthorSchema, testScoresSchema } from './rule-test-schema.js'
import { oneOf, text, wholeNumber } from './schema-parts.js'

/** The longest condition, in characters. A longer one belongs in a list or in two rules. */
export const longestCondition = 2_000

const shareError = 'must be a part of the comments above 0 and up to 1: `0.1` or `10 %`'

/** A part of all comments, as a number or in per cent; 1 is all of them. */
const share = z
  .union([z.number().gt(0, shareError).max(1, shareError), z.string().regex(/^\d{1,3}(?:\.\d{1,6})?\s?%$/)], {
    error: shareError,
  })
  .transform((value) => (typeof value === 'number' ? value : Number.parseFloat(value) / 100))
  .refine((value) => value > 0 && value <= 1, shareError)

const isDay = (day: string) => {
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day)
}

const day = z
  .string({ error: 'must be a date: `2026-12-31`' })
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date: `2026-12-31`')
  .refine(isDay, 'must be a day that there is')

const ruleParts = {
  name: text(80)
    .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'must be small letters, digits and hyphens: `many-links`')
    .describe('Small letters, digits and hyphens; decisions and statistics use it.'),
  when: text(longestCondition).describe('The condition, in CEL: `links.count >= 3 && author.published < 5`.'),
  // biome-ignore lint/suspicious/noThenProperty: a text, never a function, so no await takes it for a promise
  then: oneOf(verdicts).describe('What becomes of a comment that matches: `publish`, `hold` or `reject`.'),
  because: text(300).describe('One sentence for the moderator.'),
  reader: text(300).optional().describe('One sentence for the author, sent along with the decision.'),
  priority: wholeNumber(0, 100)
    .default(0)
    .describe('How urgent a moderator’s look is: the desk shows the highest first.'),
  unknown: oneOf(['hold', 'skip'])
    .optional()
    .describe(
      'What to do when something that the condition needs could not be had. `hold` if you say nothing; `skip` for an exemption.',
    ),
  mode: oneOf(['live', 'shadow', 'off'])
    .default('live')
    .describe('`shadow`: recorded and not counted. `off`: not run.'),
  share: share
    .default(1)
    .describe(
      'For which part of the comments it counts (`10 %`), the same ones each time; in the others it is a shadow. For all if you say nothing.',
    ),
  limit: wholeNumber(1, 1_000_000)
    .optional()
    .describe('How often a day (UTC) it counts at most; from then on it is a shadow, and the desk is told.'),
  sections: z
    .array(text(200), { error: 'must be a list of sections: `[world, sport]`' })
    .min(1, 'must name at least one section')
    .max(100, 'must name at most 100 sections')
    .optional()
    .describe('In which sections it runs; in all if you say nothing.'),
  expires: day.optional().describe('The last day (UTC) on which it runs: `2026-12-31`.'),
  exempt: z
    .boolean({ error: 'must be true or false' })
    .default(false)
    .describe('What it matches is published though rules hold it. A rule that rejects still does.'),
  tests: z
    .array(ruleTestSchema, { error: 'must be a list of tests' })
    .max(100, 'must be at most 100 tests')
    .default([])
    .describe(
      'Comments with what this rule alone must make of them, whatever its `mode`, `share`, `limit` and last day; an exemption as if another rule held them.',
    ),
}

const ruleSchema = z
  .strictObject(ruleParts, { error: 'must be a rule: `name`, `when`, `then`, `because`' })
  .refine((rule) => !rule.exempt || rule.then === 'publish', {
    path: ['exempt'],
    error: 'goes with `then: publish` only',
  })

/** A list's name stands in conditions, so it must be a CEL identifier: `many-words` would be a subtraction. */
const listName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,59}$/, 'must be a name of letters and digits that begins with a small letter')

/** A list's file lies beside the rule file or below it: a rule file cannot name other files of the machine. */
const listPath = text(200)
  .refine(
    (path) => !/^[/~]|^[A-Za-z]:|\\|\0/.test(path) && !path.split('/').includes('..'),
    'must be a path beside this file or below it, such as lists/banned.txt',
  )
  .refine((path) => !/\.ya?ml$/i.test(path), 'must be a file of words, not a rule file: lists/banned.txt')

export const ruleFileSchema = z.strictObject({
  version: z.literal(1, { error: 'must be 1' }).describe('The version of this format.'),
  lists: z
    .record(listName, listPath, { error: 'must be names with paths' })
    .default({})
    .describe('Lists of words or domains, by the name that conditions use: `banned: lists/banned.txt`.'),
  rules: z
    .array(ruleSchema, { error: 'must be a list of rules' })
    .min(1, 'must have at least one rule')
    .max(500, 'must have at most 500 rules')
    .describe('All of them run; decisions list their reasons in this order.'),
  tests: z
    .array(ruleTestSchema, { error: 'must be a list of tests' })
    .max(1_000, 'must be at most 1,000 tests')
    .default([])
    .describe('Comments with what all rules together must make of them.'),
})

export type RuleFile = z.output<typeof ruleFileSchema>
export type Rule = RuleFile['rules'][number]

/** The keys that there are at a place of a rule file, given by the names and numbers that lead there. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  const shapes = {
    author: testAuthorSchema.shape,
    scores: testScoresSchema.shape,
    tests: ruleTestSchema.shape,
    rules: ruleParts,
  }
  const place = path.findLast((key): key is keyof typeof shapes => typeof key === 'string' && key in shapes)
  return Object.keys(place ? shapes[place] : ruleFileSchema.shape)
}
