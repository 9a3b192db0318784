import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ArticleMode } from '../../src/domain/article-mode.js'
import { aComment, type SeenComment } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { runStet } from '../helpers/run-stet.js'
import { moderatorToken, startStet, type TestStet } from '../helpers/stet.js'

type Judged = SeenComment & { receipt?: { signals: Record<string, number | string> } }

let url: string
let stet: TestStet
beforeAll(async () => {
  url = await freshDatabase()
  stet = await startStet({ DATABASE_URL: url })
})
afterAll(() => stet?.stop())

const set = (mode: ArticleMode) =>
  stet.call('PUT', `/v1/articles/${mode}/mode`, {
    key: moderatorToken,
    body: { mode, reason: 'For the test.', until: null },
  })

/** What becomes of a text on an article that is in a mode. */
async function judged(mode: ArticleMode, body: string): Promise<Judged> {
  await set(mode)
  // Authors and texts of their own: copies and pace are not asked after here.
  const id = `${mode} ${body.slice(0, 20)}`
  const comment = aComment(id, { body, author: { id: `author of ${id}` }, article: { id: mode } })
  await stet.call('POST', '/v1/comments?wait=10000', { body: comment })
  return (await stet.call<Judged>('GET', `/v1/comments/${encodeURIComponent(id)}?receipt=1`)).body
}
const rulesOf = ({ decision }: Judged) =>
  decision?.reasons.filter(({ shadow }) => !shadow).map(({ rule }) => rule)
async function replayed({ decision }: Judged) {
  const { code, out } = await runStet(url, 'decision', decision?.id ?? '', '--replay')
  return { code, same: JSON.parse(out).same }
}

const calm = 'The council voted seven to four, not unanimously as the article says.'

it('a calm comment is published on an article that is open or watched, and held where all is held', async () => {
  const [open, watched, held] = [
    await judged('open', calm),
    await judged('watch', calm),
    await judged('premoderate', calm),
  ]
  expect([open.status, watched.status, held.status]).toEqual(['published', 'published', 'held'])
  expect(rulesOf(held)).toEqual(['article-mode'])
  expect(held.receipt?.signals['article.mode']).toBe('premoderate')
  expect(held.decision?.missing).toEqual([])
  expect(await replayed(held)).toEqual({ code: 0, same: true })
})

it('on an article that is watched rules see the odds of each score tripled, and the decision keeps the true ones', async () => {
  const open = await judged('open', 'The mayor is a clown and so are his friends.')
  const watched = await judged('watch', 'The mayor is a clown and so are his friends.')
  expect(watched.decision?.scores).toEqual(open.decision?.scores)
  for (const label of ['toxic', 'insult'] as const) {
    const truly = open.decision?.scores?.[label] ?? 0
    expect(open.receipt?.signals[`scores.${label}`]).toBe(truly)
    const odds = (share: number) => share / (1 - share)
    const seen = Number(watched.receipt?.signals[`scores.${label}`])
    expect(odds(seen) / odds(truly)).toBeCloseTo(3)
    expect(watched.receipt?.signals[`whole.${label}`]).toBe(seen)
  }
  expect(await replayed(watched)).toEqual({ code: 0, same: true })
})

it('what a rule stops is stopped for its own reason, wherever it is written', async () => {
  const insult = 'You are a stupid idiot and the mayor is a worthless moron, you pathetic clown.'
  for (const mode of ['open', 'watch', 'premoderate'] as const) {
    const answer = await judged(mode, insult)
    expect(answer.status).not.toBe('published')
    expect(rulesOf(answer)).not.toContain('article-mode')
    expect(await replayed(answer)).toEqual({ code: 0, same: true })
  }
})
