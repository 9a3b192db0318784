import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { useBrowser } from '../helpers/browser.js'
import { freshDatabase } from '../helpers/database.js'
import { openDesk } from '../helpers/desk-page.js'
import { loadStory } from '../helpers/desk-story.js'
import { nextOnCard, press } from '../helpers/hand.js'
import { startStet, type TestStet } from '../helpers/stet.js'
import { loaded } from '../helpers/views.js'

const browser = useBrowser()
let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  await loadStory(stet)
})
afterAll(() => stet?.stop())

/** Presses a button as who has a keyboard alone does. */
async function enter(page: Page, name: string | RegExp): Promise<void> {
  const button = page.getByRole('button', { name }).first()
  await button.focus()
  await page.keyboard.press('Enter')
}

/** Where the focus is, once what was done has been drawn. */
const focusIn = (page: Page) =>
  page.evaluate<string>(`new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(
    ['.action-bar', '#card', 'dialog', 'h1', '.toolbar', 'body'].find((at) => document.activeElement.closest(at))), 50)))`)

it('the focus stays where the work is, whatever the button did that had it', async () => {
  const page = await openDesk(browser, stet, { name: 'ann' })
  await nextOnCard(page)
  const steps: [string, () => Promise<unknown>, string][] = [
    ['Reject asks why', () => enter(page, /^Reject/), '.action-bar'],
    ['and is left', () => press(page, 'Escape'), '.action-bar'],
    ['Skip asks why', () => enter(page, /^Skip/), '.action-bar'],
    ['and is left by its button', () => enter(page, /Back/), '.action-bar'],
    ['Colleague asks for a note', () => enter(page, /^Colleague/), '.action-bar'],
    ['and is left', () => press(page, 'Escape'), '.action-bar'],
    ['the record is opened', () => enter(page, /^Their record/), '#card'],
    ['and closed', () => enter(page, 'Close'), '#card'],
    ['some are selected', () => press(page, 'x'), '#card'],
    ['and none', () => enter(page, 'Select none'), '#card'],
    ['the keys are shown', () => enter(page, 'Keys'), 'dialog'],
    ['and closed', () => enter(page, 'Close'), '.toolbar'],
    ['one is published', () => enter(page, /^Publish/), '#card'],
    ['and taken back', () => enter(page, /^Undo/), '#card'],
  ]
  for (const [what, act, where] of steps) {
    await act()
    expect(await focusIn(page), what).toBe(where)
  }
})

it('the focus is not lost when the list is narrowed and widened again', async () => {
  const page = await openDesk(browser, stet, { name: 'ann' })
  await nextOnCard(page)
  await enter(page, 'Filters')
  await page.getByLabel('Section').fill('sport')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Without section: sport' }).waitFor()
  await loaded(page)
  expect(await focusIn(page)).not.toBe('body')
  await enter(page, 'Without section: sport')
  await page.getByRole('button', { name: 'Without section: sport' }).waitFor({ state: 'detached' })
  await loaded(page)
  expect(await focusIn(page)).not.toBe('body')
})
