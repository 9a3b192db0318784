import { afterAll, beforeAll, expect, it } from 'vitest'
import { useBrowser } from '../helpers/browser.js'
import { openDesk } from '../helpers/desk-page.js'
import { decideByKeys, nextOnCard } from '../helpers/hand.js'
import { holdStory, type Newsroom, openNewsroom, toldByModerators } from '../helpers/outward.js'
import { until } from '../helpers/until.js'

const browser = useBrowser()
let newsroom: Newsroom
beforeAll(async () => {
  newsroom = await openNewsroom()
  await holdStory(newsroom.stet)
})
afterAll(() => newsroom?.stop())

const decisionsBy = (name: string) =>
  newsroom.stet.context.db
    .selectFrom('decision')
    .innerJoin('comment', 'comment.uid', 'decision.comment_uid')
    .select(['comment.id', 'verdict', 'reasons'])
    .where('by_id', '=', name)
    .orderBy('decision.id')
    .execute()

it('clears twenty comments by keys alone, and the site hears of each', async () => {
  const page = await openDesk(browser, newsroom.stet, { name: 'ann' })
  const decided: { id: string; verdict: string }[] = []
  for (let index = 0; index < 20; index += 1) {
    const keys = index % 3 === 2 ? ['d', String(1 + (index % 9))] : ['f']
    const id = await decideByKeys(page, ...keys)
    decided.push({ id, verdict: keys.length === 1 ? 'publish' : 'reject' })
    expect(await page.evaluate(`document.activeElement.closest('#card') !== null`), 'focus is lost').toBe(
      true,
    )
  }
  expect(new Set(decided.map(({ id }) => id)).size).toBe(20)

  const stored = await until('twenty decisions', async () => {
    const rows = await decisionsBy('ann')
    return rows.length >= 20 && rows
  })
  expect(stored.map(({ id, verdict }) => ({ id, verdict }))).toEqual(decided)
  const rejected = stored.filter(({ verdict }) => verdict === 'reject')
  for (const { reasons } of rejected) expect(reasons[0]?.message).toBeTruthy()
  for (const { id, verdict } of decided) {
    const told = await until(
      `the report about ${id}`,
      () => toldByModerators(newsroom, id).length > 0 && toldByModerators(newsroom, id),
    )
    expect(told).toEqual([verdict === 'publish' ? 'comment.published' : 'comment.rejected'])
  }
  await nextOnCard(page)
})
