import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase } from '../helpers/database.js'
import { startStet, type TestStet } from '../helpers/stet.js'

type Span = { start: number; end: number }
type Comment = {
  status: string
  body: string
  decision: { reasons: { rule: string; spans: Span[] }[] }
  receipt: { timings: Record<string, number> }
}

let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() })
})
afterAll(() => stet?.stop())

async function judged(id: string, body: string): Promise<Comment> {
  const comment = { id, body, author: { id: `author of ${id}` }, article: { id: 'n-1' } }
  await stet.call('POST', '/v1/comments?wait=10000', { body: comment })
  return (await stet.call<Comment>('GET', `/v1/comments/${id}?receipt=1`)).body
}

it('shows which words of the reader’s own text a comment was held for', async () => {
  const { status, body, decision, receipt } = await judged(
    'insult',
    '<p>You are a <b>𝐬𝐭𝐮𝐩𝐢𝐝</b> i.d.i.o.t and everybody here hates you.</p>',
  )
  expect(['held', 'rejected']).toContain(status)
  const pointedAt = decision.reasons.flatMap(({ spans }) =>
    spans.map(({ start, end }) => body.slice(start, end)),
  )
  expect(pointedAt.join(' ')).toContain('i.d.i.o.t')
  expect(pointedAt.join(' ')).not.toContain('everybody here')
  expect(receipt.timings.spansMs).toBeGreaterThan(0)
})

it('spends nothing on the words of a comment that is published', async () => {
  const { status, receipt } = await judged('civil', 'The council voted seven to four on Monday evening.')
  expect(status).toBe('published')
  expect(receipt.timings).not.toHaveProperty('spansMs')
})
