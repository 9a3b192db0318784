import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Article, ArticleAnswer, Mode } from '../../src/desk/schemas/article.js'
import { forgetLapsedModes } from '../../src/store/article-modes.js'
import { aComment, judgeAs, type SeenProblem, send } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { listenFromNow } from '../helpers/events.js'
import { moderatorToken, startStet, type TestStet } from '../helpers/stet.js'

let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
})
afterAll(() => stet?.stop())

const headers = { 'stet-moderator': 'chris' }
const get = <T>(path: string) => stet.call<T>('GET', path, { key: moderatorToken })
const set = <T = Mode>(article: string, body: unknown) =>
  stet.call<T>('PUT', `/v1/articles/${encodeURIComponent(article)}/mode`, {
    key: moderatorToken,
    headers,
    body,
  })
const on = (article: string, id: string) =>
  aComment(id, { article: { id: article, title: `About ${article}`, section: 'local' } })

/** So many comments on an article that came so long ago, of which the machine stopped a share. */
async function arrived(
  article: string,
  count: number,
  minutesAgo: number,
  stopped = 0,
  reasons: unknown[] = [],
): Promise<void> {
  await sql`
    with c as (
      insert into comment (site, id, status, author_id, author_role, article_id, received_at, revised_at)
      select 'default', ${article} || gen_random_uuid(), case when n <= ${stopped} then 'held' else 'published' end,
        'a-' || n, 'reader', ${article}, now() - ${minutesAgo}::float8 * interval '1 minute', now()
      from generate_series(1, ${count}) n returning uid, status)
    insert into decision (comment_uid, revision, verdict, by_kind, reasons)
    select uid, 1, case status when 'held' then 'hold' else 'publish' end, 'machine', ${JSON.stringify(reasons)}::jsonb from c`.execute(
    stet.context.db,
  )
}
/** Two comments in each quarter of an hour of the last half day. */
async function quietDay(article: string): Promise<void> {
  for (let minutes = 20; minutes < 740; minutes += 15) await arrived(article, 2, minutes)
}

describe('an article', () => {
  it('shows its counts, its mode and its hours, equal to the rows', async () => {
    await send(stet, on('n-a', 'a-1'), on('n-a', 'a-2'), on('n-a', 'a-3'), on('n-a', 'a-4'))
    await judgeAs(stet, 'a-1', 'publish')
    await judgeAs(stet, 'a-2', 'hold')
    await judgeAs(stet, 'a-3', 'reject')
    const { status, body } = await get<ArticleAnswer>('/v1/articles/n-a')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      article: { id: 'n-a', title: 'About n-a', section: 'local', url: null },
      mode: { mode: 'open', reason: null, by: null, since: null, until: null },
      counts: { pending: 1, published: 1, held: 1, rejected: 1 },
      suggestion: null,
    })
    expect(body.rate).toHaveLength(24)
    expect(body.rate.every(({ at }) => at.endsWith(':00:00.000Z'))).toBe(true)
    expect(body.rate.reduce((sum, { count }) => sum + count, 0)).toBe(4)
    expect(body.rate.reduce((sum, { held }) => sum + held, 0)).toBe(1)
  })

  it('that nobody knows is not found', async () => {
    expect((await get('/v1/articles/nowhere')).status).toBe(404)
  })

  it('is listed while people write on it, the busiest first, and as long as its mode is set', async () => {
    await arrived('n-old', 3, 60 * 26)
    await arrived('n-busy', 9, 120)
    await set('n-early', { mode: 'closed', reason: 'A court case.', until: null })
    const idsOf = ({ body }: { body: { items: Article[] } }) => body.items.map(({ article }) => article.id)
    const active = idsOf(await get('/v1/articles?active=1'))
    expect(active.slice(0, 2)).toEqual(['n-busy', 'n-a'])
    expect(active).not.toContain('n-old')
    expect(active).not.toContain('n-early')
    expect(idsOf(await get('/v1/articles'))).toContain('n-early')
  })
})

describe("an article's mode", () => {
  it('is set with a reason and a name, told to the desk, written into the audit, and replaced by the next', async () => {
    const listening = await listenFromNow(stet)
    const until1 = new Date(Date.now() + 3_600_000).toISOString()
    const answer = await set('n-m', { mode: 'watch', reason: 'A quarrel begins.', until: until1 })
    expect(answer).toMatchObject({
      status: 200,
      body: { mode: 'watch', reason: 'A quarrel begins.', by: 'chris', until: until1 },
    })
    await listening.hears('mode', { article: 'n-m', mode: 'watch' })
    await set('n-m', { mode: 'premoderate', reason: 'It has begun.', until: null })
    await listening.hears('mode', { article: 'n-m', mode: 'premoderate' })
    listening.close()
    expect((await get<ArticleAnswer>('/v1/articles/n-m')).body.mode).toMatchObject({
      mode: 'premoderate',
      reason: 'It has begun.',
      until: null,
    })
    const audit = await stet.context.db
      .selectFrom('audit')
      .select(['actor', 'action', 'detail'])
      .where('subject', '=', 'article:n-m')
      .orderBy('id')
      .execute()
    expect(audit).toEqual([
      {
        actor: 'chris',
        action: 'set-mode',
        detail: { mode: 'watch', reason: 'A quarrel begins.', until: until1 },
      },
      {
        actor: 'chris',
        action: 'set-mode',
        detail: { mode: 'premoderate', reason: 'It has begun.', until: null },
      },
    ])
  })

  it('lapses by itself, whether or not anybody has removed it, and the desk is told', async () => {
    await arrived('n-l', 1, 1)
    await set('n-l', {
      mode: 'closed',
      reason: 'For the night.',
      until: new Date(Date.now() + 60_000).toISOString(),
    })
    const refused = await stet.call('POST', '/v1/comments', { body: on('n-l', 'l-1') })
    expect(refused.status).toBe(409)
    await sql`update article_mode set until = now() where article_id = 'n-l'`.execute(stet.context.db)
    expect((await get<ArticleAnswer>('/v1/articles/n-l')).body.mode).toEqual({
      mode: 'open',
      reason: null,
      by: null,
      since: null,
      until: null,
    })
    await send(stet, on('n-l', 'l-1'))
    const listening = await listenFromNow(stet)
    await forgetLapsedModes(stet.context.db)
    await listening.hears('mode', { article: 'n-l', mode: 'open' })
    listening.close()
    const left = await stet.context.db.selectFrom('article_mode').select('article_id').execute()
    expect(left.map(({ article_id }) => article_id)).not.toContain('n-l')
    expect(left.length).toBeGreaterThan(0)
  })

  it.each<[unknown, string]>([
    [{ mode: 'shut', reason: 'x', until: null }, '/mode'],
    [{ mode: 'watch', reason: '', until: null }, '/reason'],
    [{ mode: 'watch', reason: ' ', until: null }, '/reason'],
    [{ mode: 'watch', until: null }, '/reason'],
    [{ mode: 'watch', reason: 'x' }, '/until'],
    [{ mode: 'watch', reason: 'x', until: 'tomorrow' }, '/until'],
    [{ mode: 'watch', reason: 'x', until: '2020-01-01T00:00:00Z' }, '/until'],
    [{ mode: 'watch', reason: 'x', until: null, by: 'me' }, '/by'],
  ])('is refused as %j', async (body, pointer) => {
    const answer = await set<SeenProblem>('n-r', body)
    expect(answer.status).toBe(400)
    expect(answer.body.errors?.map((error) => error.pointer)).toEqual([pointer])
  })
})

describe('a spike', () => {
  const suggestion = async (article: string) =>
    (await get<ArticleAnswer>(`/v1/articles/${article}`)).body.suggestion

  it('of a made story suggests to watch it, in the list too, until somebody has', async () => {
    await quietDay('n-s')
    expect(await suggestion('n-s')).toBeNull()
    await arrived('n-s', 40, 3)
    const expected = { mode: 'watch', why: 'rate', now: 40, usual: expect.closeTo(2, 0) }
    expect(await suggestion('n-s')).toEqual(expected)
    const { body } = await get<{ items: Article[] }>('/v1/articles?active=1')
    expect(body.items.find(({ article }) => article.id === 'n-s')?.suggestion).toEqual(expected)
    await set('n-s', { mode: 'watch', reason: 'Suggested.', until: null })
    expect(await suggestion('n-s')).toBeNull()
  })

  it('of hostility suggests to hold all, by what the machine said and not by what moderators have done since', async () => {
    await quietDay('n-h')
    await arrived('n-h', 28, 3, 14)
    await sql`update comment set status = 'published' where article_id = 'n-h'`.execute(stet.context.db)
    expect(await suggestion('n-h')).toMatchObject({ mode: 'premoderate', why: 'toxicity', now: 0.5 })
  })

  it('is not made by a mode that held what came', async () => {
    await quietDay('n-p')
    await arrived('n-p', 28, 3, 28, [{ rule: 'article-mode', verdict: 'hold' }])
    expect(await suggestion('n-p')).toBeNull()
  })
})
