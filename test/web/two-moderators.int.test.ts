import type { Page } from 'playwright-core'
import { beforeEach, expect, it } from 'vitest'
import { useBrowser } from '../helpers/browser.js'
import { freshDatabase } from '../helpers/database.js'
import { openDesk } from '../helpers/desk-page.js'
import { heldInStory, loadStory } from '../helpers/desk-story.js'
import { decideByKeys, nextOnCard, onCard, press } from '../helpers/hand.js'
import { startStet, type TestStet } from '../helpers/stet.js'
import { until } from '../helpers/until.js'

const browser = useBrowser()
let stet: TestStet
beforeEach(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  await loadStory(stet)
  return () => stet.stop()
})

/** What the server gives to a page, as it gives it. */
function servedTo(page: Page): string[] {
  const served: string[] = []
  page.on('response', async (response) => {
    if (!response.url().endsWith('/v1/queue/claim')) return
    const { items } = (await response.json()) as { items: { id: string }[] }
    served.push(...items.map(({ id }) => id))
  })
  return served
}

const decisionsOfBoth = () =>
  stet.context.db
    .selectFrom('decision')
    .innerJoin('comment', 'comment.uid', 'decision.comment_uid')
    .select(['comment.id', 'by_id'])
    .where('by_id', 'in', ['ann', 'bob'])
    .where(
      'comment.id',
      'in',
      heldInStory.map(({ id }) => id),
    )
    .execute()

it('two moderators at once never have the same comment', async () => {
  const pages = await Promise.all([
    openDesk(browser, stet, { name: 'ann' }),
    openDesk(browser, stet, { name: 'bob' }),
  ])
  const served = pages.map(servedTo)
  const decided = await Promise.all(
    pages.map(async (page) => {
      const mine: string[] = []
      while (mine.length < 12) mine.push(await decideByKeys(page, 'f'))
      return mine
    }),
  )
  expect(new Set(decided.flat()).size).toBe(24)
  expect(served[0]?.filter((id) => served[1]?.includes(id))).toEqual([])
  const rows = await until('24 decisions', async () => {
    const found = await decisionsOfBoth()
    return found.length >= 24 && found
  })
  const by = (name: string) => rows.filter(({ by_id }) => by_id === name).map(({ id }) => id)
  expect(by('ann').toSorted()).toEqual(decided[0]?.toSorted())
  expect(by('bob').toSorted()).toEqual(decided[1]?.toSorted())
})

/** Decides as whoever is signed in on the page, past what the page shows. */
const decideAt = (page: Page, id: string, verdict: string) =>
  page.evaluate<number>(`fetch('/v1/comments/${id}/decisions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ verdict: '${verdict}', onRevision: 1 }),
  }).then(({ status }) => status)`)

it('a colleague who was faster is shown on the card, with what they decided, and the work goes on', async () => {
  const [ann, bob] = await Promise.all([
    openDesk(browser, stet, { name: 'ann' }),
    openDesk(browser, stet, { name: 'bob' }),
  ])
  const id = await nextOnCard(ann)
  // Ann's decision is held up on its way.
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await ann.route('**/decisions', async (route) => {
    await held
    await route.continue()
  })
  await press(ann, 'f')
  const next = await nextOnCard(ann, id)
  expect(await decideAt(bob, id, 'reject')).toBe(201)
  letGo()
  await ann.getByText('bob rejected this first.').first().waitFor()
  expect(await onCard(ann), 'the place is lost').toBe(next)
  const row = await stet.context.db
    .selectFrom('comment')
    .select('status')
    .where('id', '=', id)
    .executeTakeFirst()
  expect(row?.status).toBe('rejected')
  await ann.unroute('**/decisions')
  await decideByKeys(ann, 'f')
})

it('what a colleague decides while it is on the card is shown there', async () => {
  const [ann, bob] = await Promise.all([
    openDesk(browser, stet, { name: 'ann' }),
    openDesk(browser, stet, { name: 'bob' }),
  ])
  const id = await nextOnCard(ann)
  expect(await decideAt(bob, id, 'publish')).toBe(201)
  await ann.locator('#card').getByText('bob published this.').waitFor()
  await decideByKeys(ann, 'j')
})

it('each sees that the other is there, and what the other has in hand and decides on', async () => {
  const ann = await openDesk(browser, stet, { name: 'ann' })
  const id = await nextOnCard(ann)
  const bob = await openDesk(browser, stet, { name: 'bob' })
  await ann.getByText('here too: bob').waitFor()
  await bob.getByText('here too: ann').waitFor()
  expect(await nextOnCard(bob)).not.toBe(id)
  const list = bob.getByRole('list', { name: 'Comments that wait' })
  expect(await list.getByText('ann', { exact: true }).count()).toBe(5)
  for (let row = 0; (await onCard(bob)) !== id && row < 12; row += 1) await press(bob, 'j')
  await bob.getByText('ann has it in hand').waitFor()
  await press(bob, 'f')
  expect(await onCard(bob), 'what a colleague has is theirs').toBe(id)
  await ann.close()
  await list.getByText('ann', { exact: true }).first().waitFor({ state: 'detached' })
})
