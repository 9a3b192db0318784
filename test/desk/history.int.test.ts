import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuthorRecordAnswer } from '../../src/desk/schemas/author.js'
import type { History, Item } from '../../src/desk/schemas/item.js'
import { aComment, judgeAs, type SeenProblem, send } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { type People, peopleAt } from '../helpers/people.js'
import { startStet, type TestStet } from '../helpers/stet.js'

let stet: TestStet
let people: People
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  people = await peopleAt(stet)
})
afterAll(async () => {
  await people?.stop()
  await stet?.stop()
})

const get = <T = SeenProblem>(path: string) => people.viewer.call<T>('GET', path)

describe('the history of a comment', () => {
  const history = async (id: string) => (await get<History>(`/v1/comments/${id}/history`)).body

  it('has every text, every decision with its note and what it undid, and the notes', async () => {
    await send(stet, aComment('told', { body: 'First words.' }))
    await judgeAs(stet, 'told', 'hold', { rule: 'insult' })
    await send(stet, aComment('told', { body: 'Second words.' }))
    await judgeAs(stet, 'told', 'hold', { rule: 'insult' })
    const { body } = await people.ann.decide('told', 'reject', { onRevision: 2, note: 'The third time.' })
    await people.ann.undo(body.id)
    await people.bob.call('POST', '/v1/comments/told/notes', { text: 'I know this one.' })
    const { revisions, decisions, notes } = await history('told')
    expect(revisions).toMatchObject([
      { revision: 1, body: 'First words.' },
      { revision: 2, body: 'Second words.' },
    ])
    expect(decisions).toMatchObject([
      { revision: 1, verdict: 'hold', by: { kind: 'machine' }, note: null, undoes: null },
      { revision: 2, verdict: 'hold', by: { kind: 'machine' }, note: null, undoes: null },
      { revision: 2, verdict: 'reject', by: { id: 'ann' }, note: 'The third time.', undoes: null },
      { revision: 2, verdict: 'hold', by: { id: 'ann' }, undoes: body.id },
    ])
    expect(notes).toMatchObject([{ by: 'bob', text: 'I know this one.' }])
  })

  it('keeps the decisions of an erased comment, and none of its words', async () => {
    await send(stet, aComment('gone', { body: 'A telling phrase.' }))
    await judgeAs(stet, 'gone', 'hold')
    await people.ann.decide('gone', 'reject', { note: 'Telling note.' })
    await people.ann.call('POST', '/v1/comments/gone/notes', { text: 'Telling note two.' })
    await stet.call('DELETE', '/v1/comments/gone')
    const seen = await history('gone')
    expect(seen.revisions).toMatchObject([{ revision: 1, body: null }])
    expect(seen.decisions.map(({ verdict }) => verdict)).toEqual(['hold', 'reject'])
    expect(JSON.stringify(seen).toLowerCase()).not.toContain('telling')
  })

  it('notes are refused where there is no comment, or nothing in them', async () => {
    const post = (path: string, text: string) => people.ann.call('POST', path, { text })
    expect((await post('/v1/comments/never-sent/notes', 'x')).status).toBe(404)
    expect((await post('/v1/comments/gone/notes', 'x')).status).toBe(404)
    expect((await post('/v1/comments/told/notes', '  ')).status).toBe(400)
    expect((await get('/v1/comments/never-sent/notes')).status).toBe(404)
    expect((await get('/v1/comments/never-sent/history')).status).toBe(404)
  })
})

describe('an author’s record', () => {
  const record = async (id: string) => (await get<AuthorRecordAnswer>(`/v1/authors/${id}/record`)).body

  it('counts every comment by its status, and names the rules and the names', async () => {
    const by = (name: string) => ({ author: { id: 'writer', name } })
    await send(stet, aComment('w-1', by('Ada')), aComment('w-2', by('Bea')), aComment('w-3', by('Ada')))
    await send(stet, aComment('w-4', by('Ada')), aComment('w-5', by('Cid')), aComment('w-6', by('Dot')))
    await judgeAs(stet, 'w-1', 'publish', { rule: 'fine' })
    await judgeAs(stet, 'w-2', 'hold', { rule: 'insult' })
    await judgeAs(stet, 'w-3', 'reject', { rule: 'insult' })
    await judgeAs(stet, 'w-4', 'hold', { rule: 'links' })
    await people.ann.decide('w-4', 'reject')
    await stet.call('DELETE', '/v1/comments/w-6')
    const seen = await record('writer')
    expect(seen.counts).toEqual({ pending: 1, published: 1, held: 1, rejected: 2, erased: 1 })
    expect(seen.byRule).toEqual([
      { rule: 'insult', count: 2 },
      { rule: 'fine', count: 1 },
      { rule: 'links', count: 1 },
    ])
    expect(seen.names).toEqual(['Cid', 'Ada', 'Bea'])
    expect(seen.author.id).toBe('writer')
    expect(Date.parse(seen.firstSeenAt)).toBeLessThanOrEqual(Date.now())
  })

  it('is not found of somebody who has written nothing', async () => {
    expect((await get('/v1/authors/nobody/record')).status).toBe(404)
  })
})

describe('the thread of an article', () => {
  type Thread = { items: Item[]; nextCursor: string | null }
  const thread = async (query: string) => (await get<Thread>(`/v1/articles/n-thread/thread${query}`)).body

  it('has comments of every status, the oldest first, in pages without gap or repeat', async () => {
    const ids = Array.from({ length: 9 }, (_, index) => `t-${index}`)
    for (const id of ids)
      await send(stet, aComment(id, { article: { id: 'n-thread' }, parentId: id === 't-1' ? 't-0' : null }))
    await judgeAs(stet, 't-0', 'publish')
    await judgeAs(stet, 't-1', 'hold')
    await judgeAs(stet, 't-2', 'reject')
    await stet.call('DELETE', '/v1/comments/t-3')
    // Several at the very same moment: only the tie-break tells them apart.
    await stet.context.db
      .updateTable('comment')
      .set({ received_at: new Date() })
      .where('id', 'in', ids.slice(4, 8))
      .execute()
    const all = (await thread('')).items.map(({ id }) => id)
    expect([...all].sort()).toEqual(ids)
    expect((await thread('')).items.slice(0, 4)).toMatchObject([
      { id: 't-0', status: 'published' },
      { id: 't-1', status: 'held', parentId: 't-0', parent: { id: 't-0' } },
      { id: 't-2', status: 'rejected' },
      { id: 't-3', status: 'erased', body: null },
    ])
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Thread = await thread(`?limit=2${cursor && `&cursor=${cursor}`}`)
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    }
    expect(seen).toEqual(all)
  })

  it.each([
    ['/v1/articles/never-seen/thread', 404],
    ['/v1/articles/n-thread/thread?cursor=nonsense', 400],
    ['/v1/articles/n-thread/thread?limit=101', 400],
  ])('%s is answered with %i', async (path, status) => {
    expect((await get(path)).status).toBe(status)
  })
})
