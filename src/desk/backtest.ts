import { z } from 'zod'
import { storableText } from '../domain/comment.js'
import { verdicts } from '../domain/verdict.js'
import { Problem } from '../http/problems.js'
import type { Server } from '../http/server.js'
import type { TriedSet } from '../rules/backtest-trial.js'
import { RuleSetError } from '../rules/problem.js'
import { triedSet } from '../rules/tried-set.js'
import { declarations } from '../signals/all.js'
import type { Database } from '../store/database.js'
import type { DeskParts } from './parts.js'
import { runBacktest } from './run-backtest.js'
import { setInForce, versionNow } from './set-in-force.js'

const dayMs = 86_400_000
// The name that problems give the file, for it has none here.
const file = 'rules.yaml'

const bodySchema = z
  .strictObject({
    text: storableText(500_000).describe('A rule file.'),
    lists: z
      .record(z.string().max(200), storableText(500_000))
      .default({})
      .describe(
        'The text of each list by the path that the file names; those not given are taken from the rules in force.',
      ),
    days: z.int().min(1).max(365).default(30),
    against: z
      .enum(['decided', 'live'])
      .default('decided')
      .describe('What to compare with: what was decided, or what the rules in force make of it.'),
    // It runs in the process that answers everybody else too; the command line takes as many as there are.
    most: z.int().min(1_000).max(20_000).default(10_000).describe('Of more decisions, a sample is tried.'),
    secondsPerItem: z.number().min(1).max(3_600).default(30),
  })
  .meta({
    examples: [
      {
        text: 'version: 1\nrules:\n  - { name: links, when: links.count >= 3, then: hold, because: Many links }\n',
        days: 7,
      },
    ],
  })

const count = z.int()
const verdict = z.enum(verdicts)
const directions = { stricter: count, milder: count }
const answerSchema = z.object({
  decisions: count.describe('How many decisions were tried.'),
  of: count.describe('How many there are.'),
  days: z.number(),
  held: z.object({ before: count, after: count }),
  minutesPerDay: z.object({ before: z.number(), after: z.number(), secondsPerItem: z.number() }),
  changes: z.array(
    z.object({
      from: verdict,
      to: verdict,
      count,
      reviewed: z
        .object({ published: count, rejected: count })
        .describe('How moderators had decided; of the rest nobody knows what is right.'),
    }),
  ),
  rules: z.array(z.object({ rule: z.string(), before: count, after: count, ...directions })),
  sections: z.array(z.object({ section: z.string().nullable(), decisions: count, ...directions })),
  untried: z.array(z.object({ rule: z.string(), receipts: count })),
  examples: z.array(
    z.object({
      decision: z.string(),
      comment: z.string(),
      from: verdict,
      to: verdict,
      rules: z.array(z.string()),
      moderator: verdict.nullable(),
    }),
  ),
})

async function triedOf(db: Database, { text, lists }: z.output<typeof bodySchema>): Promise<TriedSet> {
  const version = await versionNow(db)
  const all = new Map([...Object.entries(version?.lists ?? {}), ...Object.entries(lists)])
  try {
    return triedSet({ file, text, lists: all }, declarations)
  } catch (error) {
    if (!(error instanceof RuleSetError)) throw error
    const errors = error.problems.map((one) => ({
      pointer: one.file === file ? '/text' : `/lists/${one.file.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      detail: `line ${one.line}, column ${one.column}: ${one.message}`,
    }))
    throw new Problem(400, 'The rule file is refused', { errors })
  }
}

/** `POST /v1/rules/backtest`: what would have been decided otherwise under other rules; one at a time. */
export function addBacktest(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags: ['desk'],
    summary: 'Try a rule file on what was decided',
    body: bodySchema,
    response: { 200: answerSchema },
    'x-problems': [409],
  }
  let running = false
  app.post('/v1/rules/backtest', { config: { access: 'chief' }, schema }, async ({ body }) => {
    if (running)
      throw new Problem(409, 'Another backtest is running', { detail: 'Try again when it is done.' })
    running = true
    try {
      const tried = await triedOf(db, body)
      const against = body.against === 'live' ? await setInForce(db) : undefined
      if (body.against === 'live' && !against)
        throw new Problem(409, 'No rule set is in force yet', { detail: 'Leave `against` out.' })
      const since = new Date(Date.now() - body.days * dayMs)
      const { most, secondsPerItem } = body
      const onProgress = () => undefined
      return await runBacktest(db, { site, tried, against, since, most, secondsPerItem, onProgress })
    } finally {
      running = false
    }
  })
}
