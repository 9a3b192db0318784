import { beforeEach, expect, it } from 'vitest'
import { useBrowser } from '../helpers/browser.js'
import { freshDatabase } from '../helpers/database.js'
import { openDesk } from '../helpers/desk-page.js'
import { loadStory } from '../helpers/desk-story.js'
import { cardShows, decideByKeys, nextOnCard, press } from '../helpers/hand.js'
import { moderatorToken, startStet, type TestStet } from '../helpers/stet.js'
import { until } from '../helpers/until.js'

const browser = useBrowser()
let stet: TestStet
beforeEach(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  await loadStory(stet)
  return () => stet.stop()
})

const statusOf = async (id: string) =>
  (
    await stet.context.db
      .selectFrom('comment')
      .select('status')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  ).status

it('a cut connection is said, what is decided meanwhile is kept, and sent when it is back', async () => {
  const page = await openDesk(browser, stet, { name: 'ann' })
  await nextOnCard(page)
  await page.context().setOffline(true)
  const decided = [
    await decideByKeys(page, 'f'),
    await decideByKeys(page, 'd', '2'),
    await decideByKeys(page, 'f'),
  ]
  const undone = await decideByKeys(page, 'f')
  await page.getByText('No connection').waitFor()
  await press(page, 'u')
  await cardShows(page, undone)
  for (const id of [...decided, undone]) expect(await statusOf(id)).toBe('held')

  // A colleague was faster with one of them.
  const first = decided[0] ?? ''
  const body = { verdict: 'reject', onRevision: 1 }
  await stet.call('POST', `/v1/comments/${first}/decisions`, {
    key: moderatorToken,
    headers: { 'stet-moderator': 'bob' },
    body,
  })
  await page.context().setOffline(false)
  await page.getByText('bob rejected this first.').first().waitFor()
  await until('the rest is sent', async () => (await statusOf(decided[2] ?? '')) === 'published')
  expect(await statusOf(decided[1] ?? '')).toBe('rejected')
  expect(await statusOf(first)).toBe('rejected')
  expect(await statusOf(undone), 'what was undone before it was sent is never sent').toBe('held')
  await page.getByText('No connection').waitFor({ state: 'detached' })
  await cardShows(page, undone)
})

it('what was decided without a connection survives the page', async () => {
  const page = await openDesk(browser, stet, { name: 'ann' })
  await nextOnCard(page)
  await page.context().setOffline(true)
  const id = await decideByKeys(page, 'd', '1')
  await page.getByText('No connection').waitFor()
  const again = await page.context().newPage()
  await page.close()
  await again.context().setOffline(false)
  expect(await statusOf(id)).toBe('held')
  await again.goto(stet.url)
  await until('it is sent', async () => (await statusOf(id)) === 'rejected')
})

it('a decision whose answer was lost on its way is taken once', async () => {
  const page = await openDesk(browser, stet, { name: 'ann' })
  await nextOnCard(page)
  let lost = 0
  await page.route('**/decisions', async (route) => {
    await route.fetch()
    lost += 1
    await route.abort('internetdisconnected')
  })
  const id = await decideByKeys(page, 'f')
  await until('the answer is lost', () => lost > 0)
  expect(await statusOf(id)).toBe('published')
  await page.unroute('**/decisions')
  const next = await decideByKeys(page, 'f')
  await until('what came after is sent', async () => (await statusOf(next)) === 'published')
  const decisions = await stet.context.db
    .selectFrom('decision')
    .innerJoin('comment', 'comment.uid', 'decision.comment_uid')
    .select('verdict')
    .where('comment.id', '=', id)
    .where('by_kind', '=', 'moderator')
    .execute()
  expect(decisions).toEqual([{ verdict: 'publish' }])
  expect(await page.getByText('first. Your decision').count()).toBe(0)
  await press(page, 'u', 'u')
  await until(
    'both are undone',
    async () => (await statusOf(id)) === 'held' && (await statusOf(next)) === 'held',
  )
})
