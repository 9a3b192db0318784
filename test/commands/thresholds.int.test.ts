import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readThresholds } from '../../src/model/thresholds.js'
import type { PricedThreshold } from '../../src/rules/thresholds.js'
import { type Database, openDatabase } from '../../src/store/database.js'
import { freshDatabase } from '../helpers/database.js'
import { runStet } from '../helpers/run-stet.js'

let url: string
let db: Database
beforeAll(async () => {
  url = await freshDatabase()
  db = openDatabase(url, () => undefined, 1)
})
afterAll(() => db.destroy())

const run = (...args: string[]) => runStet(url, 'rules', 'thresholds', ...args)

/** Comments of ten days that a model scored evenly from 0 to 1. */
async function score(from: number, to: number, model: string): Promise<void> {
  const many = sql`generate_series(${from}::int, ${to}::int) g`
  await sql`insert into comment (site, id, author_id, author_role, article_id)
    select 'default', 'c-' || g, 'a', 'reader', 'n' from ${many} order by g`.execute(db)
  await sql`insert into decision (comment_uid, revision, verdict, at, by_kind, reasons, scores, model)
    select c.uid, 1, 'hold', now() - interval '10 days' + interval '1 minute' * g, 'machine', '[]',
      jsonb_build_object('toxic', g % 100 / 100.0), ${model}::text
    from ${many} join comment c on c.id = 'c-' || g`.execute(db)
}

/** A moderator's word on the tenth part of them: what scores 0.5 or more is rejected. */
const review = (from: number, to: number) =>
  sql`insert into decision (comment_uid, revision, verdict, by_kind, reasons)
    select c.uid, 1, case when g % 100 >= 50 then 'reject' else 'publish' end, 'moderator', '[]'
    from generate_series(${from}::int, ${to}::int) g join comment c on c.id = 'c-' || g where (g + g / 100) % 10 = 5`.execute(
    db,
  )

it('refuses to advise under a stated sample, in one sentence', async () => {
  const { model } = await readThresholds('models/toxicity')
  await score(1, 900, model)
  await score(901, 2_000, 'another-model@1')
  await review(1, 900)
  expect(await run('toxic')).toEqual({
    code: 1,
    out: '',
    err: "There are 900 decisions with scores of this model and 90 moderators' verdicts on them; under 1,000 and 100 any advice would be a guess.\n",
  })
})

it('prices each threshold by the desk’s decisions and moderators’ last words', async () => {
  const { model } = await readThresholds('models/toxicity')
  await score(2_001, 3_100, model)
  await review(2_001, 3_100)
  // Decided anew: the last word counts, once.
  await review(2_001, 3_100)
  const { code, out, err } = await run('toxic', '--seconds', '60', '--json')
  expect([code, err]).toEqual([0, ''])
  const half = (JSON.parse(out) as PricedThreshold[]).find(({ threshold }) => threshold === 0.5)
  expect(half).toMatchObject({
    reviewed: 100,
    precision: { share: expect.closeTo(1), high: expect.closeTo(1) },
  })
  expect(half?.itemsPerDay).toBeCloseTo(100, 0)
  expect(half?.minutesPerDay).toBeCloseTo(100, 0)
  expect(half?.missesPerDay?.expected).toBeGreaterThan(half?.missesPerDay?.low ?? Number.POSITIVE_INFINITY)
  expect((await run('toxic')).out).toMatch(
    /^ {2}0\.50 +100 +50 +100 % \(\d+–100\) by 100 +\d+ % \(\d+–\d+\) /m,
  )
})

it.each([
  ['no label', [], /^Use: stet rules thresholds LABEL/],
  ['a label that there is not', ['toxi'], /^There is no label toxi: did you mean `toxic`\?/],
  ['a price that is none', ['toxic', '--seconds', '0'], /^--seconds must be a number from 1 to 3600/],
])('refuses %s in one sentence', async (_, args, sentence) => {
  const { code, err } = await run(...args)
  expect(code).toBe(2)
  expect(err).toMatch(sentence)
})
