import { z } from 'zod'
import { verdicts } from '../domain/verdict.js'

/** The longest condition, in characters. A longer one belongs in a list or in two rules. */
export const longestCondition = 2_000

const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` })

const text = (max: number) =>
  z
    .string({ error: 'must be text; put it in quotes if it looks like something else' })
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max.toLocaleString('en')} characters`)

const ruleSchema = z.strictObject({
  name: text(80).regex(
    /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
    'must be small letters, digits and hyphens: `many-links`',
  ),
  when: text(longestCondition),
  // biome-ignore lint/suspicious/noThenProperty: a text, never a function, so no await takes it for a promise
  then: oneOf(verdicts),
  because: text(300),
  unknown: oneOf(['hold', 'skip']).default('hold'),
  mode: oneOf(['live', 'shadow', 'off']).default('live'),
})

/** A list's name stands in conditions, so it must be a CEL identifier: `many-words` would be a subtraction. */
const listName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,59}$/, 'must be a name of letters and digits that begins with a small letter')

/** A list's file lies beside the rule file or below it: a rule file cannot name other files of the machine. */
const listPath = text(200).refine(
  (path) => !/^[/~]|^[A-Za-z]:|\\|\0/.test(path) && !path.split('/').includes('..'),
  'must be a path beside this file or below it, such as lists/banned.txt',
)

export const ruleFileSchema = z.strictObject({
  version: z.literal(1, { error: 'must be 1' }),
  lists: z.record(listName, listPath, { error: 'must be names with paths' }).default({}),
  rules: z
    .array(ruleSchema, { error: 'must be a list of rules' })
    .min(1, 'must have at least one rule')
    .max(500, 'must have at most 500 rules'),
})

export type RuleFile = z.output<typeof ruleFileSchema>
export type Rule = RuleFile['rules'][number]

export const fileKeys = Object.keys(ruleFileSchema.shape)
export const ruleKeys = Object.keys(ruleSchema.shape)
