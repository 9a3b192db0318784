import { z } from 'zod'
import { authorSchema, bodyMaxLength } from '../domain/comment.js'
import { type Label, labels } from '../domain/labels.js'
import { verdicts } from '../domain/verdict.js'
import { oneOf, text, wholeNumber } from './schema-parts.js'

const count = wholeNumber(0, 1_000_000)

export const testAuthorSchema = z
  .strictObject(
    {
      role: oneOf(authorSchema.shape.role.unwrap().options).optional(),
      published: count.optional(),
      held: count.optional(),
      rejected: count.optional(),
    },
    { error: 'must be what is known of the author: `{ role: staff, published: 0 }`' },
  )
  .describe('Who wrote it. If you say nothing, a reader with 20 comments that stand.')

const score = z
  .number({ error: 'must be a number from 0 to 1' })
  .min(0, 'must be from 0 to 1')
  .max(1, 'must be from 0 to 1')

export const testScoresSchema = z
  .strictObject(
    Object.fromEntries(labels.map((label) => [label, score.optional()])) as Record<
      Label,
      z.ZodOptional<typeof score>
    >,
    {
      error: 'must be probabilities by label: `{ toxic: 0.9 }`',
    },
  )
  .describe(
    'What the model says; labels that are not named are 0. Without `scores` the real model reads the text.',
  )

const signalValue = z.union([z.number(), z.boolean(), z.string(), z.array(z.string()), z.null()], {
  error: 'must be a number, a text, true, false, a list of texts, or null for what could not be had',
})

export const ruleTestSchema = z.strictObject(
  {
    text: text(bodyMaxLength).describe('The comment, as a reader would write it.'),
    expect: oneOf(verdicts).describe('What must become of it.'),
    author: testAuthorSchema.optional(),
    section: text(200).optional().describe('The section that the article stands in.'),
    scores: testScoresSchema.optional(),
    signals: z
      .record(text(80), signalValue, { error: 'must be signals with values: `{ links.count: 4 }`' })
      .optional()
      .describe('Signals by name, in place of what the text gives; null is "could not be had".'),
  },
  { error: 'must be a test: `text`, `expect`' },
)

/** A comment with what must become of it. */
export type RuleTest = z.output<typeof ruleTestSchema>
