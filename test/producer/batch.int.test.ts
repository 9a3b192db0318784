import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aComment, type SeenProblem, storedCount } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { startStet, type TestStet } from '../helpers/stet.js'

type BatchAnswer = {
  accepted: number
  unchanged: number
  rejected: { index: number; errors: { pointer: string; detail: string }[] }[]
}

let stet: TestStet
let round = 0
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
})
afterAll(() => stet?.stop())
beforeEach(() => {
  round += 1
})

const forms = {
  'an array': (entries: unknown[]) => stet.call<BatchAnswer>('POST', '/v1/comments/batch', { body: entries }),
  NDJSON: (entries: unknown[]) => ndjson(entries.map((entry) => JSON.stringify(entry)).join('\n')),
}
const ndjson = (body: string, type = 'application/x-ndjson') =>
  stet.call<BatchAnswer & SeenProblem>('POST', '/v1/comments/batch', {
    body,
    headers: { 'content-type': type },
  })
const comments = (count: number) =>
  Array.from({ length: count }, (_, index) => aComment(`c-${round}-${index}`))
const jobs = () => stet.context.queues.depth('comments')

describe.each(Object.entries(forms))('a batch sent as %s', (_form, post) => {
  it('takes 1,000 comments, enqueues each, and takes none of them twice', async () => {
    const before = { jobs: await jobs(), stored: await storedCount(stet) }
    const first = await post(comments(1_000))
    expect(first.status).toBe(202)
    expect(first.body).toEqual({ accepted: 1_000, unchanged: 0, rejected: [] })
    expect((await post(comments(1_000))).body).toEqual({ accepted: 0, unchanged: 1_000, rejected: [] })
    expect(await storedCount(stet)).toBe(before.stored + 1_000)
    expect(await jobs()).toBe(before.jobs + 1_000)
  })

  it('is refused whole with 1,001 comments', async () => {
    const before = await storedCount(stet)
    const { status, body } = await post(comments(1_001))
    expect(status).toBe(400)
    expect(body).toMatchObject({ errors: [{ pointer: '', detail: expect.stringContaining('1001') }] })
    expect(await storedCount(stet)).toBe(before)
  })

  it('names each bad entry by its index and takes the rest', async () => {
    const [a, b, c] = comments(3)
    const { status, body } = await post([a, { ...b, body: '' }, c, 'not a comment', { ...b, id: 7, nick: 1 }])
    expect(status).toBe(202)
    expect(body).toMatchObject({ accepted: 2, unchanged: 0 })
    expect(body.rejected.map(({ index, errors }) => [index, errors.map(({ pointer }) => pointer)])).toEqual([
      [1, ['/body']],
      [3, ['']],
      [4, ['/id', '/nick']],
    ])
    expect((await stet.call('GET', `/v1/comments/${b?.id}`)).status).toBe(404)
    expect((await stet.call('GET', `/v1/comments/${c?.id}`)).status).toBe(200)
  })

  it('counts the same id and text once, and takes other text as the next revision', async () => {
    const [a] = comments(1)
    const { body } = await post([a, a, { ...a, body: 'I have thought again.' }])
    expect(body).toEqual({ accepted: 2, unchanged: 1, rejected: [] })
    expect((await stet.call('GET', `/v1/comments/${a?.id}`)).body).toMatchObject({
      revision: 2,
      body: 'I have thought again.',
    })
  })

  it('names the id of an erased comment and takes the rest', async () => {
    const [a, b] = comments(2)
    await post([a])
    await stet.call('DELETE', `/v1/comments/${a?.id}`)
    const { body } = await post([b, a])
    expect(body).toEqual({
      accepted: 1,
      unchanged: 0,
      rejected: [{ index: 1, errors: [{ pointer: '/id', detail: expect.stringContaining('erased') }] }],
    })
  })

  it('may be empty', async () => {
    const { status, body } = await post([])
    expect([status, body]).toEqual([202, { accepted: 0, unchanged: 0, rejected: [] }])
  })
})

describe('a batch of NDJSON', () => {
  it('names the line that is not JSON by its index, empty lines not counted', async () => {
    const [a, b] = comments(2)
    const { body } = await ndjson(`${JSON.stringify(a)}\r\n\n{"id":\n${JSON.stringify(b)}\n`)
    expect(body).toEqual({
      accepted: 2,
      unchanged: 0,
      rejected: [{ index: 1, errors: [{ pointer: '', detail: 'is not JSON' }] }],
    })
  })

  it('is taken as application/ndjson too', async () => {
    expect((await ndjson(JSON.stringify(comments(1)[0]), 'application/ndjson')).body.accepted).toBe(1)
  })
})

describe('a batch that is none', () => {
  it.each([
    ['an object', comments(1)[0]],
    ['null', 'null'],
    ['a text', '"c-1"'],
    ['broken JSON', '[{"id":'],
    ['nothing', undefined],
  ])('is refused: %s', async (_what, body) => {
    const {
      status,
      headers,
      body: problem,
    } = await stet.call<SeenProblem>('POST', '/v1/comments/batch', { body })
    expect(status).toBe(400)
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(problem.errors).toEqual([{ pointer: '', detail: expect.any(String) }])
  })
})

describe('a batch that breaks off in the database', () => {
  it('is answered 503, tells nothing of the cause, and what was stored is on the queue', async () => {
    await sql`
      create function fail() returns trigger language plpgsql as $$ begin raise exception 'inner detail'; end $$;
      create trigger fail before insert on comment for each row when (new.id = 'breaks') execute function fail();
      `.execute(stet.context.db)
    const before = await jobs()
    const [a] = comments(1)
    const { status, headers, body } = await forms['an array']([a, aComment('breaks')])
    expect(status).toBe(503)
    expect(headers.get('retry-after')).toBe('5')
    expect(JSON.stringify(body)).not.toContain('inner detail')
    expect(await jobs()).toBe(before + 1)
  })
})
