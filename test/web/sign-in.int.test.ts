import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeFaults } from '../helpers/axe.js'
import { useBrowser } from '../helpers/browser.js'
import { freshDatabase } from '../helpers/database.js'
import { emailOf, invite, openDesk, passwordOf } from '../helpers/desk-page.js'
import { startStet, type TestStet } from '../helpers/stet.js'

const browser = useBrowser()
let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
})
afterAll(() => stet?.stop())

const views = (page: Page) =>
  page.getByRole('navigation', { name: 'Views' }).getByRole('link').allTextContents()

async function fillIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
}

it('a link lets somebody in once, with a password of their own, which lets them in from then on', async () => {
  const page = await browser.open({ baseURL: stet.url })
  const link = await invite(stet, { name: 'ida' })
  await page.goto(link)
  await page.getByLabel('A password of your own').fill(passwordOf('ida'))
  await page.getByLabel('The same again').fill(passwordOf('ida'))
  expect(await axeFaults(page)).toEqual([])
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Queue' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/')

  await page.getByRole('button', { name: 'Sign out' }).click()
  await fillIn(page, emailOf('ida'), passwordOf('ida'))
  await page.getByRole('heading', { name: 'Queue' }).waitFor()

  const other = await browser.open({ baseURL: stet.url })
  await other.goto(link)
  await other.getByLabel('A password of your own').fill('another one of four words')
  await other.getByLabel('The same again').fill('another one of four words')
  await other.keyboard.press('Enter')
  await other.getByText('The link was used already').waitFor()
})

it('a password that is easily guessed is refused, in words', async () => {
  const page = await browser.open({ baseURL: stet.url })
  await page.goto(await invite(stet, { name: 'eve' }))
  await page.getByLabel('A password of your own').fill('password1234')
  await page.getByLabel('The same again').fill('password1234')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').getByText('easily guessed').waitFor()
})

it('a wrong password says neither who nor what was wrong, and the right one leads to what was asked for', async () => {
  await openDesk(browser, stet, { name: 'ann', role: 'chief' })
  const page = await browser.open({ baseURL: stet.url })
  await page.goto('/audit')
  expect(await axeFaults(page)).toEqual([])
  const said = []
  for (const email of [emailOf('ann'), emailOf('nobody')]) {
    await fillIn(page, email, 'not the right one')
    await page.getByRole('alert').waitFor()
    said.push(await page.getByRole('alert').textContent())
  }
  expect(said[0]).toBe(said[1])
  await fillIn(page, emailOf('ann'), passwordOf('ann'))
  await page.getByRole('heading', { name: 'Audit' }).waitFor()
})

it('nothing that a page kept lets a script read the session', async () => {
  const page = await openDesk(browser, stet, { name: 'bea' })
  expect(await page.evaluate('document.cookie')).toBe('')
  const cookies = await page.context().cookies()
  expect(cookies.map(({ httpOnly, sameSite }) => ({ httpOnly, sameSite }))).toEqual(
    cookies.map(() => ({ httpOnly: true, sameSite: 'Strict' })),
  )
})

it.each([
  ['viewer', ['Queue', 'Articles', 'Numbers', 'Health']],
  ['moderator', ['Queue', 'Articles', 'Numbers', 'Health']],
  ['chief', ['Queue', 'Articles', 'Numbers', 'Audit', 'Health']],
  ['admin', ['Queue', 'Articles', 'Numbers', 'Audit', 'Health', 'Admin']],
] as const)('a %s is shown the views that are theirs', async (role, names) => {
  const page = await openDesk(browser, stet, { name: `one.${role}`, role })
  expect(await views(page)).toEqual(names)
  if (role === 'admin') return
  await page.goto('/admin')
  await page.getByRole('heading', { name: 'This is not yours to see' }).waitFor()
})
