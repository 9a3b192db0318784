import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readReport } from '../../src/store/reports.js'
import { aComment, judgeAs, type SeenComment, send, wholeDatabase } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { judgeWhile } from '../helpers/judge.js'
import { reportsToNobody } from '../helpers/outward.js'
import { moderatorToken, startStet, type TestStet } from '../helpers/stet.js'

let stet: TestStet
let round = 0
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase(), ...reportsToNobody }, { workers: false })
})
afterAll(() => stet?.stop())
beforeEach(() => {
  round += 1
})

/** A comment full of words that stand nowhere else. */
const personal = (id: string, author = 'a-1') =>
  aComment(id, {
    body: 'Quagmire at wombat.example',
    author: { id: author, name: 'Zebedee', joinedAt: '2020-01-01T00:00:00Z' },
  })
const words = /quagmire|wombat|zebedee|flummox|xylophone/i
const get = async (id: string) => (await stet.call<SeenComment>('GET', `/v1/comments/${id}`)).body
const erase = (path: string) => stet.call('DELETE', `/v1/${path}`)
const desk = <T>(method: string, path: string, body?: unknown) =>
  stet.call<T>(method, path, { key: moderatorToken, body })
const reports = (id: string) =>
  stet.context.db
    .selectFrom('report')
    .innerJoin('comment', 'comment.uid', 'report.comment_uid')
    .select(['report.id', 'report.type', 'report.revision'])
    .where('comment.id', '=', id)
    .orderBy('report.created_at')
    .execute()

describe('erasing a comment', () => {
  it('removes its texts and names from every table and keeps what was decided', async () => {
    const id = `held-${round}`
    await send(stet, personal(id))
    await judgeAs(stet, id, 'publish', {
      signals: { 'links.domains': ['wombat.example'], 'links.count': 1, 'language.code': 'xylophone' },
    })
    await stet.call('POST', '/v1/comments', { body: { ...personal(id), body: 'Flummox!' } })
    await judgeAs(stet, id, 'hold')
    await desk('POST', '/v1/queue/claim', { count: 50 })
    await desk('POST', `/v1/comments/${id}/decisions`, {
      verdict: 'hold',
      note: 'Zebedee wrote quagmire again',
      onRevision: 2,
    })
    expect(await wholeDatabase(stet)).toMatch(words)

    expect((await erase(`comments/${id}`)).status).toBe(204)
    expect(await wholeDatabase(stet)).not.toMatch(words)
    expect(await get(id)).toMatchObject({
      status: 'erased',
      body: null,
      author: { id: 'a-1', name: null },
      decision: { verdict: 'hold', by: { kind: 'moderator' } },
    })
    const { db } = stet.context
    expect(await db.selectFrom('decision').select('verdict').orderBy('id').execute()).toEqual([
      { verdict: 'publish' },
      { verdict: 'hold' },
      { verdict: 'hold' },
    ])
    const receipt = await db.selectFrom('receipt').selectAll().orderBy('decision_id').executeTakeFirst()
    expect(receipt?.signals).toEqual({ 'links.count': 1 })
    expect(await db.selectFrom('lease').selectAll().execute()).toEqual([])
  })

  it('is reported once, and earlier reports that wait carry no name any more', async () => {
    const id = `reported-${round}`
    await send(stet, personal(id))
    await judgeAs(stet, id, 'publish')
    await erase(`comments/${id}`)
    expect((await erase(`comments/${id}`)).status).toBe(204)
    const rows = await reports(id)
    expect(rows.map(({ type }) => type)).toEqual(['comment.published', 'comment.erased'])
    const payloads = await Promise.all(rows.map((row) => readReport(stet.context.db, row.id)))
    expect(JSON.stringify(payloads)).not.toMatch(words)
    expect(payloads[1]?.payload).toMatchObject({
      type: 'comment.erased',
      data: { comment: { id, status: 'erased', author: { id: 'a-1', name: null } }, decision: null },
    })
    expect(await stet.context.queues.depth('reports')).toBeGreaterThan(0)
  })

  it('takes it off the desk', async () => {
    const id = `desk-${round}`
    await send(stet, personal(id), aComment(`reply-${round}`, { parentId: id }))
    await judgeAs(stet, id, 'hold')
    await judgeAs(stet, `reply-${round}`, 'hold')
    await erase(`comments/${id}`)
    type Items = { items: { id: string; parent: { id: string; body: null } | null }[] }
    const { body } = await desk<Items>('GET', '/v1/queue?limit=100')
    expect(body.items.map((item) => item.id)).not.toContain(id)
    expect(body.items.find((item) => item.id === `reply-${round}`)?.parent).toMatchObject({
      id,
      body: null,
      author: { name: null },
      status: 'erased',
    })
    const decided = await desk('POST', `/v1/comments/${id}/decisions`, { verdict: 'publish', onRevision: 1 })
    expect(decided.status).toBe(409)
    expect((await get(id)).status).toBe('erased')
  })

  it('while it waits to be judged leaves it without a verdict', async () => {
    const id = `pending-${round}`
    await send(stet, personal(id))
    await erase(`comments/${id}`)
    await judgeWhile(stet, id, async () => expect.unreachable('an erased comment was read'))
    expect(await get(id)).toMatchObject({ status: 'erased', decision: null })
  })

  it('while it is being judged leaves it without a verdict', async () => {
    const id = `judged-${round}`
    await send(stet, personal(id))
    await judgeWhile(stet, id, () => erase(`comments/${id}`))
    expect(await get(id)).toMatchObject({ status: 'erased', decision: null })
    expect((await reports(id)).map(({ type }) => type)).toEqual(['comment.erased'])
    expect(await wholeDatabase(stet)).not.toMatch(words)
  })

  it('is answered 404 when there is none', async () => {
    const { status, headers } = await erase('comments/never-sent')
    expect([status, headers.get('content-type')]).toEqual([404, 'application/problem+json'])
  })
})

describe('erasing an author', () => {
  it('erases all of their comments and nobody else’s', async () => {
    const author = `author/${round}`
    await send(
      stet,
      personal(`one-${round}`, author),
      personal(`two-${round}`, author),
      aComment(`other-${round}`),
    )
    await judgeAs(stet, `one-${round}`, 'reject')
    expect((await erase(`authors/${encodeURIComponent(author)}`)).status).toBe(204)
    expect(await wholeDatabase(stet)).not.toMatch(words)
    expect(await get(`one-${round}`)).toMatchObject({ status: 'erased', decision: { verdict: 'reject' } })
    expect(await get(`two-${round}`)).toMatchObject({ status: 'erased', decision: null })
    expect(await get(`other-${round}`)).toMatchObject({ status: 'pending', body: expect.any(String) })
    expect((await reports(`two-${round}`)).map(({ type }) => type)).toEqual(['comment.erased'])
  })

  it('keeps nobody from writing again under the same id', async () => {
    const author = `again-${round}`
    await send(stet, personal(`first-${round}`, author))
    await erase(`authors/${author}`)
    await send(stet, aComment(`second-${round}`, { author: { id: author } }))
    expect((await get(`second-${round}`)).status).toBe('pending')
  })

  it('is answered 404 when there is none', async () => {
    const { status, headers } = await erase('authors/nobody')
    expect([status, headers.get('content-type')]).toEqual([404, 'application/problem+json'])
  })
})
