import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aComment, judgeAs, type SeenComment, type SeenProblem, send } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { moderatorToken, startStet, type TestStet } from '../helpers/stet.js'

type Item = SeenComment & { lease: { moderator: string; expiresAt: string } | null }

let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
})
afterAll(() => stet?.stop())

const claim = <T = { items: Item[] }>(moderator: string, body: unknown = { count: 1 }) =>
  stet.call<T>('POST', '/v1/queue/claim', {
    key: moderatorToken,
    body,
    headers: { 'stet-moderator': moderator },
  })
const claimed = async (moderator: string, count: number) =>
  (await claim(moderator, { count })).body.items.map(({ id }) => id)

const expire = (id: string) =>
  stet.context.db
    .updateTable('lease')
    .set({ expires_at: new Date(Date.now() - 1_000) })
    .where('comment_uid', '=', (eb) => eb.selectFrom('comment').select('uid').where('id', '=', id))
    .execute()

let round = 0
/** So many held comments and no others, the first the most severe. */
async function hold(count: number): Promise<string[]> {
  round += 1
  const { db } = stet.context
  await db.deleteFrom('lease').execute()
  await db.updateTable('comment').set({ status: 'published' }).execute()
  const ids = Array.from({ length: count }, (_, index) => `c-${round}-${index}`)
  for (const [index, id] of ids.entries()) {
    await send(stet, aComment(id))
    await judgeAs(stet, id, 'hold', { toxic: 1 / 2 ** index })
  }
  return ids
}

describe('a claim', () => {
  let ids: string[]
  beforeEach(async () => {
    ids = await hold(4)
  })

  it('takes the next by priority, for two minutes, and the queue shows who has it', async () => {
    const { status, body } = await claim('ann')
    expect(status).toBe(200)
    expect(body.items.map(({ id }) => id)).toEqual([ids[0]])
    const seconds = (Date.parse(body.items[0]?.lease?.expiresAt ?? '') - Date.now()) / 1_000
    expect(seconds).toBeGreaterThan(110)
    expect(seconds).toBeLessThanOrEqual(121)
    const queue = await stet.call<{ items: Item[] }>('GET', '/v1/queue', { key: moderatorToken })
    expect(queue.body.items.map(({ lease }) => lease?.moderator)).toEqual([
      'ann',
      undefined,
      undefined,
      undefined,
    ])
  })

  it('never takes what another holds, and nothing when all is held', async () => {
    expect(await claimed('ann', 3)).toEqual(ids.slice(0, 3))
    expect(await claimed('bob', 3)).toEqual(ids.slice(3))
    expect(await claimed('cid', 3)).toEqual([])
  })

  it('takes what a moderator has let expire', async () => {
    await claimed('ann', 4)
    await expire(ids[2] ?? '')
    expect(await claimed('bob', 4)).toEqual([ids[2]])
  })

  it('ends with the decision, and does not keep others from deciding', async () => {
    await claimed('ann', 1)
    const decided = await stet.call('POST', `/v1/comments/${ids[0]}/decisions`, {
      key: moderatorToken,
      headers: { 'stet-moderator': 'bob' },
      body: { verdict: 'publish', onRevision: 1 },
    })
    expect(decided.status).toBe(201)
    expect(await stet.context.db.selectFrom('lease').selectAll().execute()).toEqual([])
  })

  it.each([
    [{ count: 0 }, '/count'],
    [{ count: 51 }, '/count'],
    [{ count: 'all' }, '/count'],
    [{ cuont: 1 }, '/cuont'],
    [undefined, ''],
  ])('is refused with %j', async (body, pointer) => {
    const answer = await stet.call<SeenProblem>('POST', '/v1/queue/claim', { key: moderatorToken, body })
    expect(answer.status).toBe(400)
    expect(answer.body.errors?.map((error) => error.pointer)).toEqual([pointer])
  })

  it.each(['', 'ann smith', 'x'.repeat(65), '<b>'])('is refused for the moderator %j', async (name) => {
    const { status, body } = await claim<SeenProblem>(name)
    expect(status).toBe(400)
    expect(body.errors?.map((error) => error.pointer)).toEqual(['/stet-moderator'])
  })
})

describe('a claim of certain comments', () => {
  let ids: string[]
  beforeEach(async () => {
    ids = await hold(4)
  })
  const claimThese = async (moderator: string, wanted: string[]) =>
    (await claim(moderator, { ids: wanted })).body.items.map(({ id }) => id).toSorted()

  it('takes those and no others, skipped ones too, but none that a colleague has', async () => {
    const [first = '', second = '', third = ''] = ids
    await stet.call('POST', '/v1/queue/skip', {
      key: moderatorToken,
      headers: { 'stet-moderator': 'ann' },
      body: { id: third, reason: 'unsure' },
    })
    expect(await claimed('bob', 1)).toEqual([first])
    expect(await claimThese('ann', [first, third])).toEqual([third])
    expect(await claimThese('ann', [second, third]), 'one’s own too').toEqual([second, third])
    expect(await claimThese('bob', [second, third])).toEqual([])
    await expire(second)
    expect(await claimThese('bob', [second, third])).toEqual([second])
  })

  it('takes none that waits no more, and none that is unknown', async () => {
    await judgeAs(stet, ids[0] ?? '', 'publish')
    expect(await claimThese('ann', [ids[0] ?? '', 'nobody'])).toEqual([])
  })
})

describe('moderators who claim at the same moment', () => {
  it('never get the same comment', async () => {
    await hold(0)
    // So many that a claim takes its time to find the next: others end meanwhile, which is when it could go wrong.
    await sql`
      insert into comment (site, id, status, author_id, author_role, article_id)
        select 'default', 'many-' || n, 'held', 'a-1', 'reader', 'n-1' from generate_series(1, 5000) n;
      insert into revision (comment_uid, revision, body) select uid, 1, 'text' from comment where id like 'many-%'
      `.execute(stet.context.db)
    const claimSome = async (moderator: string) => {
      const got: string[] = []
      for (let turn = 0; turn < 10; turn += 1) got.push(...(await claimed(moderator, 1)))
      return got
    }
    const got = (await Promise.all(Array.from({ length: 10 }, (_, index) => claimSome(`m-${index}`)))).flat()
    expect(got).toHaveLength(100)
    expect(new Set(got).size).toBe(100)
  })
})
