import { beforeEach, expect, it } from 'vitest'
import { axeFaults } from '../helpers/axe.js'
import { useBrowser } from '../helpers/browser.js'
import { openDesk } from '../helpers/desk-page.js'
import { loadStory } from '../helpers/desk-story.js'
import { cardShows, decideByKeys, nextOnCard, onCard, press } from '../helpers/hand.js'
import { type Newsroom, openNewsroom, toldByModerators } from '../helpers/outward.js'
import { until } from '../helpers/until.js'

const browser = useBrowser()
let newsroom: Newsroom
beforeEach(async () => {
  newsroom = await openNewsroom({ workers: false })
  await loadStory(newsroom.stet)
  // After the pages are closed, which would else notice.
  return () => newsroom.stop()
})

const statusesOf = async (ids: string[]) => {
  const rows = await newsroom.stet.context.db
    .selectFrom('comment')
    .select(['id', 'status'])
    .where('id', 'in', ids)
    .execute()
  return ids.map((id) => rows.find((row) => row.id === id)?.status)
}

const auditOf = (action: string) =>
  newsroom.stet.context.db
    .selectFrom('audit')
    .select(['id', 'parent', 'subject'])
    .where('action', '=', action)
    .execute()

it('decides on a selection as one act, after it has said how many, and takes it back as one', async () => {
  const page = await openDesk(browser, newsroom.stet, { name: 'ann' })
  const chosen: string[] = []
  for (let index = 0; index < 3; index += 1) {
    const id = await nextOnCard(page)
    chosen.push(id)
    await press(page, 'x', 'j')
    await nextOnCard(page, id)
  }
  await page.getByText('3 comments selected').waitFor()
  await press(page, 'd')
  const dialog = page.getByRole('dialog', { name: 'Reject the selected comments' })
  const button = dialog.getByRole('button', { name: 'Reject 3 comments' })
  await button.waitFor()
  expect(await dialog.getByRole('listitem').count(), 'samples').toBe(3)
  expect(await axeFaults(page)).toEqual([])
  await dialog.getByLabel('Reason').selectOption('Spam or advertising')
  await button.click()
  await dialog.waitFor({ state: 'detached' })
  await until('all are rejected', async () =>
    (await statusesOf(chosen)).every((status) => status === 'rejected'),
  )
  const acts = await auditOf('bulk')
  expect(acts.length).toBe(1)
  const children = (await auditOf('decide')).filter(({ parent }) => parent === acts[0]?.id)
  expect(children.map(({ subject }) => subject).toSorted()).toEqual(
    chosen.map((id) => `comment:${id}`).toSorted(),
  )

  await press(page, 'u')
  await until('all are held again', async () =>
    (await statusesOf(chosen)).every((status) => status === 'held'),
  )
  await cardShows(page, chosen[0] ?? '')
  const other = await decideByKeys(page, 'j')
  expect(other).toBe(chosen[0])
  for (const id of chosen) expect(toldByModerators(newsroom, id)).toEqual([])
})

it('decides on all held of an author under an article', async () => {
  const page = await openDesk(browser, newsroom.stet, { name: 'ann', path: '/?author=deals' })
  await until('one of theirs', async () => (await onCard(page))?.startsWith('ferry'))
  await page.getByRole('button', { name: 'All held of theirs here' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('http').or(dialog.getByText('cruise-lottery')).first().waitFor()
  await dialog.getByRole('button', { name: 'Reject 3 comments' }).click()
  const theirs = ['ferry-11', 'ferry-12', 'ferry-13']
  await until('all are rejected', async () =>
    (await statusesOf(theirs)).every((status) => status === 'rejected'),
  )
  await page.getByRole('button', { name: 'Undo' }).first().click()
  await until('all are held again', async () =>
    (await statusesOf(theirs)).every((status) => status === 'held'),
  )
})
