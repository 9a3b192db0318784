import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { aComment, judgeAs, send } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { moderatorToken, startStet, type TestStet } from '../helpers/stet.js'

let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
})
afterAll(() => stet?.stop())
beforeEach(async () => {
  await stet.context.db.updateTable('comment').set({ status: 'published' }).execute()
})

type Held = { toxic?: number; priority?: number; hoursAgo?: number; others?: number }
let round = 0

async function hold({ toxic = 0.5, priority = 0, hoursAgo = 0, others = 0 }: Held): Promise<string> {
  round += 1
  const [id, article] = [`c-${round}`, `n-${round}`]
  const { db } = stet.context
  await send(stet, aComment(id, { article: { id: article } }))
  const at = sql<Date>`now() - ${hoursAgo} * interval '1 hour'`
  await db.updateTable('comment').set({ received_at: at, revised_at: at }).where('id', '=', id).execute()
  await sql`
    insert into comment (site, id, status, author_id, author_role, article_id, received_at, revised_at)
    select 'default', ${id} || '-other-' || n, 'published', 'a-2', 'reader', ${article}, at, at
    from generate_series(1, ${others}::int) n, lateral (select ${at} - interval '5 minutes' as at) before`.execute(
    db,
  )
  await judgeAs(stet, id, 'hold', { toxic, priority })
  return id
}

// severity × reach × 2^(age / 10 h): the first of each pair comes first.
const pairs: [string, Held, Held][] = [
  ['the surer score', { toxic: 0.9 }, { toxic: 0.8 }],
  ['twice as severe', { toxic: 0.8 }, { toxic: 0.4, hoursAgo: 9 }],
  ['ten hours older', { toxic: 0.4, hoursAgo: 11 }, { toxic: 0.8 }],
  ['of a rule’s priority', { toxic: 0.1, priority: 1 }, { toxic: 0.9 }],
  ['on the busier article', { toxic: 0.5, others: 20 }, { toxic: 0.5, others: 2 }],
  ['on a much busier article', { toxic: 0.5, others: 99 }, { toxic: 0.9 }],
  ['four times as severe', { toxic: 0.8 }, { toxic: 0.2, others: 99 }],
  ['no score at all, but waiting for three days', { toxic: 0, hoursAgo: 72 }, { toxic: 0.9 }],
]
it.each(pairs)('most urgent is the one that is %s', async (_what, first, second) => {
  const later = await hold(second)
  const sooner = await hold(first)
  const { body } = await stet.call<{ items: { id: string }[] }>('GET', '/v1/queue', { key: moderatorToken })
  expect(body.items.map(({ id }) => id)).toEqual([sooner, later])
})

it('the order does not change while all wait', async () => {
  for (const [toxic, hoursAgo] of [
    [0.9, 1],
    [0.2, 20],
    [0.5, 7],
    [0.1, 29],
  ] as const)
    await hold({ toxic, hoursAgo })
  const order = async () =>
    (
      await stet.call<{ items: { id: string }[] }>('GET', '/v1/queue', { key: moderatorToken })
    ).body.items.map(({ id }) => id)
  const byFormula = await sql<{ id: string }>`
    select comment.id from comment join decision on decision.id = decision_id where status = 'held'
    order by severity * power(2, extract(epoch from now() + interval '3 days' - revised_at)::float8 / 36000) desc`.execute(
    stet.context.db,
  )
  expect(await order()).toEqual(byFormula.rows.map(({ id }) => id))
})
