import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { backfill, type Refused } from '../../src/producer/backfill.js'
import { createClient, StetError } from '../../src/producer/client.js'
import { aComment, type SeenProblem, storedCount } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { moderatorToken, siteKey, startStet, type TestStet } from '../helpers/stet.js'

let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  await stet.call('POST', '/v1/comments', { body: on('known') })
  await stet.call('PUT', '/v1/articles/shut/mode', {
    key: moderatorToken,
    body: { mode: 'closed', reason: 'Enough was said.', until: null },
  })
})
afterAll(() => stet?.stop())

const on = (id: string, article = 'shut') => aComment(id, { article: { id: article } })
const errors = [{ pointer: '/article/id', detail: 'The article takes no new comments.' }]
const mixed = [on('new'), on('elsewhere', 'open'), on('known')]

describe('an article that is closed', () => {
  let before: number
  beforeEach(async () => {
    before = await storedCount(stet)
  })

  it('refuses a new comment, says where the matter lies, and stores nothing of it', async () => {
    const answer = await stet.call<SeenProblem>('POST', '/v1/comments', { body: on('new') })
    expect(answer.status).toBe(409)
    expect(answer.body).toMatchObject({ title: 'The article is closed', errors })
    expect(await storedCount(stet)).toBe(before)
    expect((await stet.call('GET', '/v1/comments/new')).status).toBe(404)
  })

  it('is told to a backend by the client, as an error that says so', async () => {
    const client = createClient({ url: stet.url, key: siteKey })
    const failure = await client.submit(on('new')).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(StetError)
    expect(failure).toMatchObject({ status: 409, errors })
  })

  it.each(['application/json', 'application/x-ndjson'])(
    'refuses its entry alone in a batch of %s',
    async (type) => {
      const body = type === 'application/json' ? mixed : mixed.map((one) => JSON.stringify(one)).join('\n')
      const answer = await stet.call('POST', '/v1/comments/batch', {
        body,
        headers: { 'content-type': type },
      })
      expect(answer.status).toBe(202)
      expect(answer.body).toMatchObject({ rejected: [{ index: 0, errors }] })
    },
  )

  it('refuses its line alone in a file', async () => {
    const { db, queues, logger } = stet.context
    const refused: Refused[] = []
    const lines = async function* () {
      for (const one of mixed) yield JSON.stringify(one)
    }
    const parts = { db, queues, logger, site: 'default', editWindowMs: 0, queueMax: 1_000 }
    const counts = await backfill(parts, lines(), 0, async (_, some) => {
      refused.push(...some)
    })
    expect(counts).toEqual({ accepted: 0, unchanged: 2, refused: 1 })
    expect(refused).toEqual([{ line: 1, errors }])
  })

  it('takes edits of what it knows, and nothing is lost by sending the same again', async () => {
    expect((await stet.call('POST', '/v1/comments', { body: on('known') })).status).toBe(200)
    const edited = { ...on('known'), body: 'It was June after all.' }
    expect(await stet.call('POST', '/v1/comments', { body: edited })).toMatchObject({
      status: 202,
      body: { revision: 2 },
    })
  })

  it('takes new ones again once it is open', async () => {
    await stet.call('PUT', '/v1/articles/shut/mode', {
      key: moderatorToken,
      body: { mode: 'open', reason: 'A new day.', until: null },
    })
    expect((await stet.call('POST', '/v1/comments', { body: on('new') })).status).toBe(202)
  })
})
