import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aComment, type SeenComment, type SeenProblem, send } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { judgeWhile } from '../helpers/judge.js'
import { startStet, type TestStet } from '../helpers/stet.js'
import { until } from '../helpers/until.js'

const rules = `version: 1
rules:
  - { name: link, when: links.count == 1, then: hold, because: Has a link }
  - { name: links, when: links.count >= 2, then: reject, because: Has many links }
`

let folder: string
let stet: TestStet // with workers
let idle: TestStet // without
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stet-test-rules-'))
  await writeFile(join(folder, 'rules.yaml'), rules)
  stet = await startStet({ DATABASE_URL: await freshDatabase(), STET_RULES: join(folder, 'rules.yaml') })
  idle = await startStet(
    { DATABASE_URL: await freshDatabase(), STET_EDIT_WINDOW_MS: '60000' },
    { workers: false },
  )
})
afterAll(async () => {
  await stet?.stop()
  await idle?.stop()
  await rm(folder, { recursive: true, force: true })
})

const post = (to: TestStet, comment: object, query = '') =>
  to.call<SeenComment & SeenProblem>('POST', `/v1/comments${query}`, { body: comment })
const get = (from: TestStet, id: string, query = '') =>
  from.call<SeenComment & { receipt?: { signals: Record<string, unknown> } }>(
    'GET',
    `/v1/comments/${id}${query}`,
  )
const decisions = async ({ context: { db } }: TestStet, id: string) =>
  db
    .selectFrom('decision')
    .innerJoin('comment', 'comment.uid', 'decision.comment_uid')
    .select(['decision.revision', 'decision.verdict'])
    .where('comment.id', '=', id)
    .orderBy('decision.id')
    .execute()

describe('a comment that is sent', () => {
  it('is answered 202 at once, and decided soon after', async () => {
    const { status, body } = await post(stet, aComment('plain'))
    expect([status, body]).toEqual([202, { id: 'plain', revision: 1, status: 'pending' }])
    const seen = await until('a verdict', async () => {
      const { body: now } = await get(stet, 'plain')
      return now.status !== 'pending' && now
    })
    expect(seen).toMatchObject({ status: 'published', decision: { verdict: 'publish', reasons: [] } })
  })

  it.each([
    ['published', 'It was closed in May.'],
    ['held', 'See https://example.org/may for that.'],
    ['rejected', 'See https://example.org/may and https://example.com/june.'],
  ])('is answered with its verdict when it waits for it: %s', async (expected, body) => {
    const answer = await post(stet, aComment(`wait-${expected}`, { body }), '?wait=10000')
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ status: expected, revision: 1, body })
    expect(answer.body).toEqual((await get(stet, `wait-${expected}`)).body)
  })

  it('is answered 202 when the verdict does not come in time', async () => {
    const { status, body } = await post(idle, aComment('too-late'), '?wait=100')
    expect([status, body]).toEqual([202, { id: 'too-late', revision: 1, status: 'pending' }])
  })

  it('shows what its decision rested on when asked, and not otherwise', async () => {
    await post(stet, aComment('receipt', { body: 'See https://example.org/may' }), '?wait=10000')
    const { body } = await get(stet, 'receipt', '?receipt=1')
    expect(body.receipt?.signals).toMatchObject({ 'links.count': 1 })
    expect((await get(stet, 'receipt')).body).not.toHaveProperty('receipt')
    expect((await get(idle, 'too-late', '?receipt=1')).body.receipt).toBeNull()
  })

  it('is not found before', async () => {
    const { status, headers } = await get(stet, 'never-sent')
    expect([status, headers.get('content-type')]).toEqual([404, 'application/problem+json'])
  })
})

describe('a comment that is sent again', () => {
  it('with the same text changes nothing, decided or not', async () => {
    await post(stet, aComment('twice'), '?wait=10000')
    const again = await post(stet, aComment('twice'))
    expect(again.status).toBe(200)
    expect(again.body).toMatchObject({ status: 'published', revision: 1 })
    expect(await decisions(stet, 'twice')).toHaveLength(1)

    await send(idle, aComment('twice'))
    const depth = await idle.context.queues.depth('comments')
    const pending = await post(idle, aComment('twice'), '?wait=50')
    expect(pending.status).toBe(200)
    expect(pending.body).toMatchObject({ id: 'twice', status: 'pending', revision: 1, decision: null })
    expect(await idle.context.queues.depth('comments')).toBe(depth)
  })

  it('with other text is the next revision, judged anew; what was decided before stays on record', async () => {
    await post(stet, aComment('edited'), '?wait=10000')
    const { status, body } = await post(
      stet,
      aComment('edited', { body: 'Look: https://example.org' }),
      '?wait=10000',
    )
    expect(status).toBe(200)
    expect(body).toMatchObject({ revision: 2, status: 'held', decision: { verdict: 'hold' } })
    await post(stet, aComment('edited'), '?wait=10000')
    expect(await decisions(stet, 'edited')).toEqual([
      { revision: 1, verdict: 'publish' },
      { revision: 2, verdict: 'hold' },
      { revision: 3, verdict: 'publish' },
    ])
  })

  it('shows no verdict on its old text while the new one is not judged', async () => {
    await send(idle, aComment('shown'))
    await judgeWhile(idle, 'shown', async () => undefined)
    const { status, body } = await post(idle, aComment('shown', { body: 'I meant June.' }))
    expect([status, body]).toEqual([202, { id: 'shown', revision: 2, status: 'pending' }])
    expect((await get(idle, 'shown')).body).toMatchObject({ status: 'pending', decision: null })
  })

  it('while its old text is being judged gets no verdict from that', async () => {
    await send(idle, aComment('overtaken'))
    await judgeWhile(idle, 'overtaken', () => post(idle, aComment('overtaken', { body: 'I meant June.' })))
    expect((await get(idle, 'overtaken')).body).toMatchObject({ revision: 2, status: 'pending' })
    expect(await decisions(idle, 'overtaken')).toEqual([])
  })

  it('many times at once is one comment', async () => {
    const same = await Promise.all(Array.from({ length: 10 }, () => post(idle, aComment('at-once'))))
    expect(same.map(({ status }) => status).sort()).toEqual([...Array(9).fill(200), 202])
    const texts = Array.from({ length: 10 }, (_, index) =>
      post(stet, aComment('texts', { body: `No. ${index}` })),
    )
    const revisions = (await Promise.all(texts)).map(({ body }) => body.revision)
    expect(revisions.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    const last = await until('a verdict', async () => {
      const { body } = await get(stet, 'texts')
      return body.status === 'published' && body
    })
    expect(last.revision).toBe(10)
    expect((await decisions(stet, 'texts')).filter(({ revision }) => revision === 10)).toHaveLength(1)
  })

  it('after its time for edits is refused; the same text still changes nothing', async () => {
    await send(idle, aComment('closed'))
    await idle.context.db
      .updateTable('comment')
      .set({ received_at: new Date(Date.now() - 61_000) })
      .where('id', '=', 'closed')
      .execute()
    const { status, headers, body } = await post(idle, aComment('closed', { body: 'I meant June.' }))
    expect([status, headers.get('content-type')]).toEqual([409, 'application/problem+json'])
    expect(body.errors).toEqual([{ pointer: '/id', detail: expect.stringContaining('over') }])
    expect((await get(idle, 'closed')).body).toMatchObject({ revision: 1, body: aComment('closed').body })
    expect((await post(idle, aComment('closed'))).status).toBe(200)
  })

  it('after it was erased is refused, with any text', async () => {
    await send(idle, aComment('gone'))
    expect((await idle.call('DELETE', '/v1/comments/gone')).status).toBe(204)
    for (const more of [{}, { body: 'Here I am again.' }]) {
      const { status, body } = await post(idle, aComment('gone', more))
      expect(status).toBe(409)
      expect(body.errors).toEqual([{ pointer: '/id', detail: expect.stringContaining('erased') }])
    }
    expect((await get(idle, 'gone')).body).toMatchObject({ status: 'erased', body: null })
  })
})
