import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeFaults } from '../helpers/axe.js'
import { useBrowser } from '../helpers/browser.js'
import { openDesk } from '../helpers/desk-page.js'
import { loadStory, story } from '../helpers/desk-story.js'
import { press } from '../helpers/hand.js'
import { type Newsroom, openNewsroom } from '../helpers/outward.js'
import { until } from '../helpers/until.js'

const browser = useBrowser()
let newsroom: Newsroom
beforeAll(async () => {
  newsroom = await openNewsroom({ workers: false })
  await loadStory(newsroom.stet)
})
afterAll(() => newsroom?.stop())

async function statusIs(id: string, status: string): Promise<void> {
  await until(`${id} is ${status}`, async () => {
    const row = await newsroom.stet.context.db
      .selectFrom('comment')
      .select('status')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return row.status === status
  })
}

const bodyOf = (id: string) => story.comments.find((comment) => comment.id === id)?.body ?? id

const rowOf = (page: Page, id: string): Locator =>
  page.locator('.comment-row').filter({ has: page.getByText(bodyOf(id), { exact: true }) })

const focusIsIn = (row: Locator) => row.evaluate((one) => one.contains(one.ownerDocument.activeElement))

it('takes back a comment that the rules published, from the thread and by the mouse, and undoes it', async () => {
  const page = await openDesk(browser, newsroom.stet, { name: 'cid', path: '/articles/ferry' })
  const row = rowOf(page, 'ferry-1')
  await row.getByRole('button', { name: 'Reject…' }).click()
  expect(await axeFaults(page)).toEqual([])
  await row.getByRole('button', { name: 'Off the subject' }).click()
  await row.getByText('rejected', { exact: true }).waitFor()
  await statusIs('ferry-1', 'rejected')
  await page.getByText('5 published · 6 held · 2 rejected').waitFor()
  expect(await focusIsIn(row), 'focus is lost').toBe(true)
  await row.getByRole('button', { name: 'Undo' }).click()
  await row.getByText('published', { exact: true }).waitFor()
  await statusIs('ferry-1', 'published')
  await row.getByRole('button', { name: 'Hold' }).click()
  await statusIs('ferry-1', 'held')
  await press(page, 'u')
  await statusIs('ferry-1', 'published')
  await row.getByRole('button', { name: 'Reject…' }).waitFor()
  // Taken back, it is the rules' word again, which any moderator may replace.
  const other = await openDesk(browser, newsroom.stet, { name: 'dan', path: '/articles/ferry' })
  await rowOf(other, 'ferry-1').getByText('cid took a decision back').waitFor()
  await rowOf(other, 'ferry-1').getByRole('button', { name: 'Hold' }).click()
  await statusIs('ferry-1', 'held')
})

it('decides in an author’s history by keys alone', async () => {
  const page = await openDesk(browser, newsroom.stet, { name: 'cid', path: '/authors/grit' })
  await page.locator('.comment-row').first().waitFor()
  await press(page, 'j')
  const here = await page.evaluate<string>(`document.activeElement.querySelector('.reader-text').textContent`)
  const id = story.comments.find(({ body }) => body === here)?.id ?? ''
  await press(page, 'd', '2')
  await statusIs(id, 'rejected')
  const row = rowOf(page, id)
  expect(await focusIsIn(row), 'focus is lost').toBe(true)
  await press(page, 'u')
  await statusIs(id, 'held')
  expect(await focusIsIn(row), 'focus is lost').toBe(true)
  await row.getByRole('button', { name: 'Publish' }).waitFor()
  await press(page, 'f')
  await statusIs(id, 'published')
  await press(page, 'u')
  await statusIs(id, 'held')
})

it('leaves another’s word to a chief, and says so', async () => {
  const path = '/articles/schools'
  const page = await openDesk(browser, newsroom.stet, { name: 'cid', path })
  const row = rowOf(page, 'schools-5')
  await row.getByText('bob published it; only a chief may replace that.').waitFor()
  expect(await row.getByRole('button').count()).toBe(0)
  const chief = await openDesk(browser, newsroom.stet, { name: 'cleo', role: 'chief', path })
  await rowOf(chief, 'schools-5').getByRole('button', { name: 'Hold' }).click()
  await statusIs('schools-5', 'held')
  // What the chief has done is seen where the page is open, and what he has in hand is his.
  await row.getByText('held', { exact: true }).waitFor()
  await row.getByRole('button', { name: 'Publish' }).click()
  await statusIs('schools-5', 'published')
})

it('a viewer is offered nothing', async () => {
  const page = await openDesk(browser, newsroom.stet, {
    name: 'vic',
    role: 'viewer',
    path: '/articles/ferry',
  })
  await page.locator('.comment-row').first().waitFor()
  expect(await page.locator('.comment-row').getByRole('button').count()).toBe(0)
})
