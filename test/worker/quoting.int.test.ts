import { afterAll, beforeAll, expect, it } from 'vitest'
import { aComment, type SeenComment } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { moderatorToken, startStet, type TestStet } from '../helpers/stet.js'

type Judged = SeenComment & { receipt?: { signals: Record<string, number> } }

let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() })
})
afterAll(() => stet?.stop())

const insult = 'You are a stupid idiot and the mayor is a worthless moron, you pathetic clown.'
const reply = `> ${insult}\n\nI do not agree with this.`

async function judged(id: string, body: string, parentId: string | null = null): Promise<Judged> {
  // Authors of their own, for the pace and the copies are not asked after here.
  const comment = aComment(id, { body, parentId, author: { id: `author of ${id}` } })
  const sent = await stet.call('POST', '/v1/comments?wait=10000', { body: comment })
  expect(sent.status).toBe(200)
  return (await stet.call<Judged>('GET', `/v1/comments/${id}?receipt=1`)).body
}

it('a reply is judged by its own words, and both scores are kept', async () => {
  expect((await judged('insult', insult)).status).toBe('held')
  // While the insult does not stand, repeating it is no better than writing it.
  expect((await judged('early', reply, 'insult')).status).toBe('held')

  const decision = { verdict: 'publish', onRevision: 1 }
  const answer = await stet.call('POST', '/v1/comments/insult/decisions', {
    body: decision,
    key: moderatorToken,
  })
  expect(answer.status).toBe(201)
  const answering = await judged('reply', reply, 'insult')
  expect(answering.status).toBe('published')
  const signals = answering.receipt?.signals ?? {}
  expect(signals['quoted.words']).toBe(15)
  expect(signals['whole.insult']).toBeGreaterThan(0.5)
  expect(signals['scores.insult']).toBeLessThan(0.2)

  // Neither is one's own insult behind a quotation mark, nor the same quotation that answers nobody.
  expect((await judged('own', `> ${insult}\n\nAnd you are the dumbest idiot of all.`, 'insult')).status).toBe(
    'held',
  )
  const alone = await judged('alone', reply)
  expect(alone.status).toBe('held')
  expect(alone.receipt?.signals['whole.insult']).toBe(alone.receipt?.signals['scores.insult'])
})
