import { beforeEach, expect, it } from 'vitest'
import { axeFaults } from '../helpers/axe.js'
import { useBrowser } from '../helpers/browser.js'
import { aComment, judgeAs, send } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { openDesk } from '../helpers/desk-page.js'
import { loadStory } from '../helpers/desk-story.js'
import { decideByKeys, nextOnCard, onCard, press } from '../helpers/hand.js'
import { startStet, type TestStet } from '../helpers/stet.js'
import { until } from '../helpers/until.js'

const browser = useBrowser()
let stet: TestStet
beforeEach(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  await loadStory(stet)
  // After the pages are closed, which would else notice.
  return () => stet.stop()
})

const noteOn = (id: string) =>
  stet.context.db
    .selectFrom('note')
    .innerJoin('comment', 'comment.uid', 'note.comment_uid')
    .select(['by', 'text'])
    .where('comment.id', '=', id)
    .executeTakeFirst()

it('e leaves a comment for a colleague, with a note that stays on it', async () => {
  const ann = await openDesk(browser, stet, { name: 'ann' })
  const id = await nextOnCard(ann)
  await press(ann, 'e')
  await ann.getByLabel('What should your colleague know?').waitFor()
  expect(await axeFaults(ann)).toEqual([])
  await ann.keyboard.type('You know this f..ld.')
  await press(ann, 'Enter')
  await nextOnCard(ann, id)
  await until('the note', () => noteOn(id))
  expect(await noteOn(id)).toEqual({ by: 'ann', text: 'You know this f..ld.' })
  await ann.close()

  const bob = await openDesk(browser, stet, { name: 'bob' })
  expect(await nextOnCard(bob), 'the colleague gets it').toBe(id)
  await bob.locator('#card').getByText('You know this f..ld.').waitFor()
})

it('s skips with a reason by its number, and the comment is not served again', async () => {
  const page = await openDesk(browser, stet, { name: 'ann' })
  const id = await decideByKeys(page, 's', '2')
  await until(
    'the skip',
    async () => (await stet.context.db.selectFrom('skip').selectAll().execute()).length === 1,
  )
  await page.reload()
  expect(await nextOnCard(page)).not.toBe(id)
})

it('a key that is being typed is typed, and / searches the texts', async () => {
  const page = await openDesk(browser, stet, { name: 'ann' })
  const before = await nextOnCard(page)
  await press(page, '/')
  await page.keyboard.type('fjdu Sandhythe')
  expect(await page.getByLabel('Search in the texts').inputValue()).toBe('fjdu Sandhythe')
  expect(await onCard(page)).toBe(before)
  await page.getByLabel('Search in the texts').fill('Sandhythe market')
  await press(page, 'Enter')
  expect(await nextOnCard(page, before)).toBe('border-4')
  await page.getByText('1 waiting').waitFor()
  await page.getByRole('button', { name: 'Without text: Sandhythe market' }).click()
  await page.getByText('34 waiting').waitFor()
})

it('? shows the keys, and none is taken from the browser', async () => {
  const page = await openDesk(browser, stet, { name: 'ann' })
  const before = await nextOnCard(page)
  await press(page, '?')
  const dialog = page.getByRole('dialog', { name: 'Keys' })
  await dialog.waitFor()
  expect(await axeFaults(page)).toEqual([])
  await press(page, 'f', 'Escape')
  await dialog.waitFor({ state: 'detached' })
  await press(page, 'Control+f', 'Alt+d', 'Meta+u')
  expect(await onCard(page)).toBe(before)
})

it('a key can be another one, and stays so', async () => {
  const page = await openDesk(browser, stet, { name: 'ann', path: '/settings' })
  const publish = page.getByLabel('Publish', { exact: true })
  await publish.fill('d')
  await publish.blur()
  await page.getByText('“d” is taken').waitFor()
  await publish.fill('p')
  await publish.blur()
  await until(
    'it is kept',
    async () => (await stet.context.db.selectFrom('desk_settings').selectAll().execute()).length === 1,
  )
  await page.goto('/')
  const id = await nextOnCard(page)
  await page.getByRole('button', { name: 'Publish p' }).waitFor()
  await press(page, 'f')
  expect(await onCard(page)).toBe(id)
  await press(page, 'p')
  await nextOnCard(page, id)
})

it('what comes in is announced and moves nothing until it is asked for', async () => {
  const page = await openDesk(browser, stet, { name: 'ann' })
  const before = await nextOnCard(page)
  const rows = page.getByRole('list', { name: 'Comments that wait' }).getByRole('listitem')
  const texts = await rows.allTextContents()
  await send(stet, aComment('new-1'), aComment('new-2'))
  await judgeAs(stet, 'new-1', 'hold', { toxic: 1, priority: 9 })
  await judgeAs(stet, 'new-2', 'hold', { toxic: 1, priority: 9 })
  await page.getByRole('button', { name: '2 new comments' }).waitFor()
  await page.getByRole('status').getByText('2 new comments.').waitFor({ state: 'attached' })
  expect(await rows.allTextContents()).toEqual(texts)
  expect(await onCard(page)).toBe(before)
  await press(page, 'r')
  await until('they are in the list', async () =>
    (await rows.allTextContents()).some((text) => text.includes('(new-1)')),
  )
  expect(await onCard(page), 'the place is lost').toBe(before)
})

it('harsh text is covered until it is come to, for who wishes so', async () => {
  const page = await openDesk(browser, stet, { name: 'ann', path: '/settings' })
  await page.getByLabel('Cover harsh text').check()
  await page.goto('/')
  await nextOnCard(page)
  const list = page.getByRole('list', { name: 'Comments that wait' })
  await list.getByText('covered').first().waitFor()
  expect(await list.getByText('breed like rats').count()).toBe(0)
})

it('h shows what an edit changed, and a the record of the author, beside the card', async () => {
  const page = await openDesk(browser, stet, { name: 'ann', path: '/?q=Bloody+hell' })
  await nextOnCard(page)
  await page.getByRole('button', { name: 'edited 1 time' }).waitFor()
  await press(page, 'h')
  const history = page.getByRole('complementary', { name: 'History of the comment' })
  expect(await history.locator('ins').first().textContent()).toContain('Bloody')
  expect(await axeFaults(page)).toEqual([])
  await press(page, 'a')
  const record = page.getByRole('complementary', { name: 'Record of the author' })
  await record.getByText('bus for fifty minutes each way').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await press(page, 'a')
  await record.waitFor({ state: 'detached' })
})
