import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Item } from '../../src/desk/schemas/item.js'
import { aComment, judgeAs, send } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { moderatorToken, startStet, type TestStet } from '../helpers/stet.js'

type Page = { items: Item[]; nextCursor: string | null }

let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
})
afterAll(() => stet?.stop())

const queue = (query: string) => stet.call<Page>('GET', `/v1/queue${query}`, { key: moderatorToken })
const ids = async (query: string) => (await queue(query)).body.items.map(({ id }) => id)

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
