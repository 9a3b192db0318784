import { z } from 'zod'
import { idSchema } from '../domain/comment.js'
import { verdicts } from '../domain/verdict.js'
import { deskPrincipal } from '../http/access.js'
import { Problem } from '../http/problems.js'
import type { Server } from '../http/server.js'
import { lockComment } from '../store/comments.js'
import type { Executor } from '../store/database.js'
import type { DecidedReceipt } from '../store/receipts.js'
import { addRuleTest, lastJudgement, removeRuleTest } from '../store/rule-tests.js'
import type { DeskParts } from './parts.js'
import { type RanTest, runRuleTests } from './run-rule-tests.js'
import { setInForce, versionNow } from './set-in-force.js'

const tags = ['desk']
const verdict = z.enum(verdicts)

const testSchema = z.object({
  id: z.string(),
  comment: z.string(),
  decision: z.string(),
  expect: verdict,
  gets: verdict.describe('What the rules in force make of it, by the signals of its decision.'),
  passes: z.boolean(),
  at: z.iso.datetime(),
  by: z.string(),
})
const bodySchema = z
  .strictObject({ comment: idSchema, expect: verdict })
  .meta({ examples: [{ comment: 'c-1', expect: 'publish' }] })
const answerSchema = testSchema.extend({
  version: z.string().describe('The version of the rules in force.'),
  failing: z.int().describe('How many of all these tests the rules in force do not pass.'),
})

const view = (test: RanTest) => ({
  id: test.testId,
  comment: test.commentId,
  decision: test.id,
  expect: test.expect,
  gets: test.gets,
  passes: test.passes,
  at: test.addedAt.toISOString(),
  by: test.addedBy,
})

async function ranTests({ db, site }: DeskParts) {
  const [version, set] = [await versionNow(db), await setInForce(db)]
  if (!version || !set) throw new Problem(409, 'No rule set is in force yet')
  return { version: version.id, tests: await runRuleTests(db, site, set) }
}

/** The decision that becomes a test. @throws {Problem} when there is none that a test could rest on. */
async function testable(tx: Executor, site: string, id: string): Promise<DecidedReceipt> {
  const row = await lockComment(tx, { site, id })
  if (!row) throw new Problem(404, 'There is no such comment')
  const refuse = (detail: string) => new Problem(409, 'The comment cannot be a test', { detail })
  if (row.status === 'erased') throw refuse('It has been erased.')
  const judged = await lastJudgement(tx, site, id)
  if (!judged?.rules) throw refuse('No rules have judged its present text yet.')
  // Rules hold what they cannot judge: such a test would say nothing of what they make of the text.
  if (Object.values(judged.signals).includes(null)) throw refuse('Something was missing when it was judged.')
  return judged
}

/**
 * `POST /v1/rules/tests`: makes a wrong decision a test that each new set is measured by. The test is a row that names the
 * decision. It is not written into the rule file, though that could carry it: stored files are never changed, and a reader's
 * words would stand in one for good after the comment is erased. So nothing is offered to be applied either: the test counts
 * from now on for whatever is applied next.
 */
function addAdd(app: Server, parts: DeskParts): void {
  const response = { 201: answerSchema }
  const summary = 'Make a wrong decision a test of the rules'
  const schema = { tags, summary, body: bodySchema, response, 'x-problems': [404, 409] }
  app.post('/v1/rules/tests', { config: { access: 'moderator' }, schema }, async (request, reply) => {
    const by = deskPrincipal(request).name
    const { comment, expect } = request.body
    const decision = await parts.db.transaction().execute(async (tx) => {
      const { id } = await testable(tx, parts.site, comment)
      await addRuleTest(tx, id, expect, by)
      return id
    })
    const { version, tests } = await ranTests(parts)
    const test = tests.find(({ id }) => id === decision)
    if (!test) throw new Problem(409, 'The comment cannot be a test', { detail: 'It has been erased.' })
    const failing = tests.filter(({ passes }) => !passes).length
    return reply.status(201).send({ ...view(test), version, failing })
  })
}

/** `GET` and `DELETE /v1/rules/tests`: what there is of them, and the way back. */
export function addRuleTests(app: Server, parts: DeskParts): void {
  addAdd(app, parts)
  const list = z.object({ version: z.string(), items: z.array(testSchema) })
  app.get(
    '/v1/rules/tests',
    {
      config: { access: 'viewer' },
      schema: { tags, summary: 'The tests of the rules', response: { 200: list } },
    },
    async () => {
      const { version, tests } = await ranTests(parts)
      return { version, items: tests.map(view) }
    },
  )
  const params = z.object({
    id: z
      .string()
      .regex(/^\d{1,18}$/)
      .meta({ examples: ['7'] }),
  })
  const response = { 204: z.null() }
  const summary = 'Remove a test of the rules'
  const schema = { tags, summary, params, response, 'x-problems': [404] }
  app.delete('/v1/rules/tests/:id', { config: { access: 'chief' }, schema }, async (request, reply) => {
    if (!(await removeRuleTest(parts.db, parts.site, request.params.id)))
      throw new Problem(404, 'There is no such test')
    return reply.status(204).send(null)
  })
}
