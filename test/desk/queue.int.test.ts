import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aComment, judgeAs, type SeenComment, type SeenProblem, send } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { moderatorToken, startStet, type TestStet } from '../helpers/stet.js'

type Item = SeenComment & {
  record: { published: number; held: number; rejected: number }
  parent: { id: string; body: string | null } | null
  lease: { moderator: string } | null
}
type Page = { items: Item[]; nextCursor: string | null }

let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  const of = (author: string, article: string, section: string) => ({
    author: { id: author },
    article: { id: article, section },
  })
  await send(
    stet,
    aComment('mild', of('ann', 'n-1', 'world')),
    aComment('grave', { ...of('bob', 'n-1', 'world'), parentId: 'mild' }),
    aComment('middling', of('ann', 'n-2', 'sport')),
    aComment('published', of('ann', 'n-2', 'sport')),
    aComment('rejected', of('bob', 'n-2', 'sport')),
    aComment('pending', of('ann', 'n-2', 'sport')),
  )
  await judgeAs(stet, 'mild', 'hold', { rule: 'link', toxic: 0.1 })
  await judgeAs(stet, 'grave', 'hold', { rule: 'insult', toxic: 0.9 })
  await judgeAs(stet, 'middling', 'hold', { rule: 'insult', toxic: 0.5 })
  await judgeAs(stet, 'published', 'publish', { rule: 'none' })
  await judgeAs(stet, 'rejected', 'reject', { rule: 'threat' })
})
afterAll(() => stet?.stop())

const queue = <T = Page>(query: string) => stet.call<T>('GET', `/v1/queue${query}`, { key: moderatorToken })
const ids = async (query: string) => (await queue(query)).body.items.map(({ id }) => id)

describe('the queue', () => {
  it.each([
    ['', ['grave', 'middling', 'mild']],
    ['?sort=priority', ['grave', 'middling', 'mild']],
    ['?sort=oldest', ['mild', 'grave', 'middling']],
    ['?sort=newest', ['middling', 'grave', 'mild']],
    ['?status=published', ['published']],
    ['?status=rejected', ['rejected']],
    ['?status=pending', ['pending']],
    ['?rule=insult&sort=oldest', ['grave', 'middling']],
    ['?rule=threat', []],
    ['?rule=threat&status=rejected', ['rejected']],
    ['?section=world&sort=oldest', ['mild', 'grave']],
    ['?article=n-2', ['middling']],
    ['?author=ann&sort=oldest', ['mild', 'middling']],
    ['?author=ann&rule=link', ['mild']],
    ['?author=nobody', []],
    [`?rule=${encodeURIComponent(`"}]'::jsonb; drop table lease; --`)}`, []],
  ])('%s shows %j', async (query, expected) => {
    expect(await ids(query)).toEqual(expected)
  })

  it('shows what a moderator needs: decision, author’s record, parent, lease', async () => {
    const [grave, middling] = (await queue('')).body.items
    expect(grave).toMatchObject({
      body: aComment('grave').body,
      decision: { verdict: 'hold', by: { kind: 'machine' }, reasons: [{ rule: 'insult' }] },
      record: { published: 0, held: 0, rejected: 1 },
      parent: { id: 'mild', body: aComment('mild').body },
      lease: null,
    })
    expect(middling).toMatchObject({ record: { published: 1, held: 1, rejected: 0 }, parent: null })
  })

  it('puts an old comment above one that is a little worse', async () => {
    const twoHoursEarlier = new Date(Date.now() - 2 * 3_600_000)
    const set = (at: Date) =>
      stet.context.db.updateTable('comment').set({ revised_at: at }).where('id', '=', 'mild').execute()
    await set(twoHoursEarlier)
    expect(await ids('')).toEqual(['grave', 'middling', 'mild'])
    await set(new Date(Date.now() - 5 * 3_600_000))
    expect(await ids('')).toEqual(['grave', 'mild', 'middling'])
    await set(twoHoursEarlier)
  })

  const bad: [string, string][] = [
    ['?limit=0', '/limit'],
    ['?limit=101', '/limit'],
    ['?limit=many', '/limit'],
    ['?status=erased', '/status'],
    ['?sort=worst', '/sort'],
    ['?author=', '/author'],
    ['?rule=%00', '/rule'],
    ['?section=%00', '/section'],
    ['?sortt=oldest', '/sortt'],
    ['?cursor=', '/cursor'],
    ['?cursor=nonsense', '/cursor'],
    [`?cursor=${Buffer.from('["1; drop table lease","2"]').toString('base64url')}`, '/cursor'],
    [`?cursor=${Buffer.from('["1","99999999999999999999"]').toString('base64url')}`, '/cursor'],
    [`?cursor=${Buffer.from('["1","9999999999999999999"]').toString('base64url')}`, '/cursor'],
    [`?cursor=${'A'.repeat(300)}`, '/cursor'],
  ]
  it.each(bad)('refuses %s', async (query, pointer) => {
    const { status, headers, body } = await queue<SeenProblem>(query)
    expect([status, headers.get('content-type')]).toEqual([400, 'application/problem+json'])
    expect(body.errors?.map((error) => error.pointer)).toEqual([pointer])
  })
})

describe('the pages of the queue', () => {
  const add = async (id: string, toxic: number) => {
    await send(stet, aComment(id, { author: { id: 'paged' } }))
    await judgeAs(stet, id, 'hold', { toxic })
  }

  it('begin with what a rule calls urgent, whatever the scores say', async () => {
    for (const [id, toxic, priority] of [
      ['high-score', 0.9, 0],
      ['urgent', 0.1, 2],
      ['more-urgent', 0, 3],
    ] as const) {
      await send(stet, aComment(id, { author: { id: 'ranked' } }))
      await judgeAs(stet, id, 'hold', { toxic, priority })
    }
    expect(await ids('?author=ranked')).toEqual(['more-urgent', 'urgent', 'high-score'])
  })

  it.each(['priority', 'newest', 'oldest'])(
    'by %s have no gap or repeat while others come and go',
    async (sort) => {
      const before = Array.from({ length: 23 }, (_, index) => `${sort}-${index}`)
      for (const [index, id] of before.entries()) await add(id, (index % 5) / 10)
      // Several at the very same moment and severity: only the tie-break tells them apart.
      await stet.context.db
        .updateTable('comment')
        .set({ revised_at: new Date(Date.now() - 1_000) })
        .where('id', 'in', before.slice(5, 15))
        .execute()
      const expected = await ids(`?author=paged&sort=${sort}&limit=100`)
      expect(expected).toHaveLength(23)

      const seen: string[] = []
      let cursor: string | null = ''
      let page = 0
      while (cursor !== null) {
        const { body }: { body: Page } = await queue(
          `?author=paged&sort=${sort}&limit=4${cursor && `&cursor=${cursor}`}`,
        )
        seen.push(...body.items.map(({ id }) => id))
        cursor = body.nextCursor
        page += 1
        // One arrives, and one that was shown already is decided.
        await add(`${sort}-new-${page}`, 0.9)
        await stet.call('POST', `/v1/comments/${seen.at(-1)}/decisions`, {
          key: moderatorToken,
          body: { verdict: 'publish', onRevision: 1 },
        })
        if (page > 20) throw new Error('the pages do not end')
      }
      expect(seen.filter((id) => before.includes(id))).toEqual(expected)
      expect(new Set(seen).size).toBe(seen.length)
      await stet.call('DELETE', '/v1/authors/paged')
    },
  )

  it('end without a cursor, also when the last page is full', async () => {
    for (const id of ['last-1', 'last-2', 'last-3', 'last-4']) await add(id, 0.3)
    const first = await queue('?author=paged&limit=2')
    const second = await queue(`?author=paged&limit=2&cursor=${first.body.nextCursor}`)
    expect([first.body.items.length, second.body.items.length]).toEqual([2, 2])
    expect(second.body.nextCursor).toBeNull()
  })
})
