import { beforeEach, expect, it } from 'vitest'
import { useBrowser } from '../helpers/browser.js'
import { openDesk } from '../helpers/desk-page.js'
import { loadStory } from '../helpers/desk-story.js'
import { cardShows, decideByKeys, nextOnCard, onCard, press } from '../helpers/hand.js'
import { type Newsroom, openNewsroom } from '../helpers/outward.js'
import { moderatorToken } from '../helpers/stet.js'
import { until } from '../helpers/until.js'

const browser = useBrowser()
let newsroom: Newsroom
beforeEach(async () => {
  newsroom = await openNewsroom({ workers: false })
  await loadStory(newsroom.stet)
  return () => newsroom.stop()
})

const leasesOf = async (moderator: string) => {
  const rows = await newsroom.stet.context.db
    .selectFrom('lease')
    .innerJoin('comment', 'comment.uid', 'lease.comment_uid')
    .select('comment.id')
    .where('lease.moderator', '=', moderator)
    .where('lease.expires_at', '>', new Date())
    .execute()
  return rows.map(({ id }) => id)
}

const hasLease = (moderator: string, id: string, has = true) =>
  until(
    `${moderator} ${has ? 'has' : 'has not'} ${id}`,
    async () => (await leasesOf(moderator)).includes(id) === has,
  )

const statusOf = async (id: string) =>
  (
    await newsroom.stet.context.db
      .selectFrom('comment')
      .select('status')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  ).status

it('u takes the last act back after the page was loaded again, and then the one before', async () => {
  const page = await openDesk(browser, newsroom.stet, { name: 'ann' })
  const first = await decideByKeys(page, 'f')
  const second = await decideByKeys(page, 'd', '1')
  await until('both are taken', async () => (await statusOf(second)) === 'rejected')
  await page.reload()
  await nextOnCard(page)
  for (const id of [second, first]) {
    await press(page, 'u')
    await cardShows(page, id)
    await page.locator('#card').getByText('yours').waitFor()
    await until('it is taken back', async () => (await statusOf(id)) === 'held')
  }
})

it('the card and what is in hand are the same after the page was loaded again', async () => {
  const page = await openDesk(browser, newsroom.stet, { name: 'ann' })
  const first = await nextOnCard(page)
  await press(page, 'j')
  const second = await nextOnCard(page, first)
  await press(page, 'j')
  const here = await nextOnCard(page, second)
  const inHand = (await leasesOf('ann')).toSorted()
  await page.reload()
  await cardShows(page, here)
  await until('the same in hand', async () => (await leasesOf('ann')).toSorted().join() === inHand.join())
  await press(page, 'k')
  await cardShows(page, second)
})

it('what j leads to is in hand as long as it is on the card', async () => {
  const page = await openDesk(browser, newsroom.stet, { name: 'ann' })
  await nextOnCard(page)
  const handful = await leasesOf('ann')
  const onFree = async () => {
    const id = await onCard(page)
    return id !== undefined && !handful.includes(id) && id
  }
  while (!(await onFree())) await press(page, 'j')
  const id = await nextOnCard(page)
  await page.locator('#card').getByText('yours').waitFor()
  await hasLease('ann', id)
  const bob = await newsroom.stet.call<{ items: { id: string }[] }>('POST', '/v1/queue/claim', {
    key: moderatorToken,
    headers: { 'stet-moderator': 'bob' },
    body: { ids: [id] },
  })
  expect(bob.body.items).toEqual([])
  await press(page, 'k')
  await hasLease('ann', id, false)
})

it('what a colleague took meanwhile is said on the card before it can be decided on', async () => {
  const page = await openDesk(browser, newsroom.stet, { name: 'ann' })
  await nextOnCard(page)
  const handful = await leasesOf('ann')
  // Nothing arrives by itself: the list is as it was when it was read.
  await page.route('**/v1/events', (route) => route.fulfill({ status: 204 }))
  await page.reload()
  await nextOnCard(page)
  const rest = await newsroom.stet.call<{ items: { id: string }[] }>('POST', '/v1/queue/claim', {
    key: moderatorToken,
    headers: { 'stet-moderator': 'bob' },
    body: { count: 50 },
  })
  expect(rest.body.items.length).toBeGreaterThan(5)
  while (handful.includes((await nextOnCard(page)) ?? '')) await press(page, 'j')
  await page.locator('#card').getByText('bob has it in hand').waitFor()
  expect(await page.locator('#card').getByRole('button', { name: 'Publish' }).count()).toBe(0)
})
