import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase } from './helpers/database.js'
import { type Receiver, receiveReports } from './helpers/receiver.js'
import { startRedis, type TestRedis } from './helpers/redis.js'
import { moderatorToken, startStet, type TestStet } from './helpers/stet.js'
import { until } from './helpers/until.js'

const secret = `whsec_${Buffer.from('a secret of the tests, thirty-two').toString('base64')}`
const comment = (id: string, body: string) => ({
  id,
  body,
  author: { id: `author of ${id}` },
  article: { id: 'n-1', section: 'local' },
})

type Comment = { status: string; revision: number; decision: { verdict: string; missing: string[] } | null }

for (const queue of ['PostgreSQL', 'Redis']) {
  describe(`the whole way of a comment, with the queue on ${queue}`, () => {
    let redis: TestRedis | undefined
    let receiver: Receiver
    let stet: TestStet

    beforeAll(async () => {
      redis = queue === 'Redis' ? await startRedis() : undefined
      receiver = await receiveReports(secret)
      stet = await startStet({
        DATABASE_URL: await freshDatabase(),
        STET_REPORT_URL: receiver.url,
        STET_REPORT_SECRET: secret,
        ...(redis ? { REDIS_URL: redis.url } : {}),
      })
    })

    afterAll(async () => {
      await stet?.stop()
      await receiver?.stop()
      await redis?.stop()
    })

    const reportOf = (id: string, by: string) =>
      until(`a report of ${id}`, () =>
        receiver.reports.find(({ data }) => data.comment.id === id && data.decision?.by.kind === by),
      )

    it('publishes what is civil and reports it, signed', async () => {
      const { status, body } = await stet.call<Comment>('POST', '/v1/comments?wait=10000', {
        body: comment('civil', 'The council voted seven to four, not unanimously as the article says.'),
      })
      expect(status).toBe(200)
      expect(body).toMatchObject({ status: 'published', decision: { verdict: 'publish', missing: [] } })
      expect(await reportOf('civil', 'machine')).toMatchObject({ type: 'comment.published' })
    })

    it('holds an insult, gives it to a moderator, and reports what the moderator decides', async () => {
      const posted = await stet.call<Comment>('POST', '/v1/comments?wait=10000', {
        body: comment('insult', 'You are a pathetic idiot and everyone who voted for this is a moron.'),
      })
      expect(posted.body.status).toBe('held')
      await reportOf('insult', 'machine')
      const queue = await stet.call<{ items: { id: string }[] }>('GET', '/v1/queue', { key: moderatorToken })
      expect(queue.body.items.map(({ id }) => id)).toEqual(['insult'])
      const decided = await stet.call('POST', '/v1/comments/insult/decisions', {
        key: moderatorToken,
        body: { verdict: 'reject', reason: 'Insults a reader', onRevision: 1 },
      })
      expect(decided.status).toBe(201)
      expect(await reportOf('insult', 'moderator')).toMatchObject({
        type: 'comment.rejected',
        data: { comment: { status: 'rejected' }, decision: { verdict: 'reject', by: { kind: 'moderator' } } },
      })
      expect(receiver.badlySigned).toBe(0)
    })
  })
}
