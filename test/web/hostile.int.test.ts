import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useBrowser } from '../helpers/browser.js'
import { freshDatabase } from '../helpers/database.js'
import { openDesk } from '../helpers/desk-page.js'
import { press } from '../helpers/hand.js'
import { hostile, hostileEndpoints, hostileIds, loadHostile, shortened } from '../helpers/hostile.js'
import { startStet, type TestStet } from '../helpers/stet.js'
import { loaded, views } from '../helpers/views.js'

// The browser of these tests fails each at a violation of the policy, at a dialog and at an error in the console.
const browser = useBrowser()
let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  await loadHostile(stet)
})
afterAll(() => stet?.stop())

/** An admin's page, and what it asked of any other server. */
async function watchedDesk(path: string): Promise<{ page: Page; elsewhere: string[] }> {
  const elsewhere: string[] = []
  const page = await openDesk(browser, stet, { name: 'ann', role: 'admin' })
  page.on('request', (request) => {
    if (!request.url().startsWith(`${stet.url}/`)) elsewhere.push(request.url())
  })
  await page.goto(path)
  await loaded(page)
  return { page, elsewhere }
}

// What the corpus would have left behind, had the page taken any of it for markup or for an address.
const leftBehind = `[
  ...document.querySelectorAll('#hostile, #app script, #app style, #app link, iframe, object, embed, base, template'),
  ...document.querySelectorAll('meta[http-equiv], form[action], img[src^="http"], [autofocus]'),
  ...[...document.querySelectorAll('*')].filter((one) => one.getAttributeNames().some((name) => /^on/.test(name))),
  ...[...document.querySelectorAll('a[href]')].filter((one) => !/^https?:$/.test(one.protocol)),
  ...[...document.querySelectorAll('a[href]')].filter(
    (one) => one.origin !== location.origin && !/noopener.*noreferrer/.test(one.rel)),
].map((one) => one.outerHTML.slice(0, 300))`

const visible = /[^\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}]/u
// What nobody can see nobody can read, follow or press.
const withoutAName = `[...document.querySelectorAll('h1, h2, h3, a, button')]
  .filter((one) => !${visible}.test((one.getAttribute('aria-label') ?? '') + one.textContent))
  .map((one) => one.outerHTML.slice(0, 300))`

async function expectTextAlone(page: Page, elsewhere: string[], path: string): Promise<void> {
  expect(await page.evaluate(leftBehind)).toEqual([])
  expect(await page.evaluate(withoutAName), 'a heading, link or button without a name').toEqual([])
  expect(elsewhere).toEqual([])
  expect(new URL(page.url()).origin + new URL(page.url()).pathname).toBe(
    new URL(path, stet.url).href.split('?')[0],
  )
}

describe('a corpus of hostile bodies, names, titles, ids and addresses', () => {
  it.each(Object.entries(views))('is text in the view %s', async (_name, path) => {
    const { page, elsewhere } = await watchedDesk(path)
    await expectTextAlone(page, elsewhere, path)
  })

  it.each(['h', 'a'])('is text on every card, with what %s opens beside it', async (key) => {
    const { page, elsewhere } = await watchedDesk('/?sort=oldest')
    await page.locator('#card').waitFor()
    await press(page, key)
    const seen = new Set<string>()
    for (;;) {
      await loaded(page)
      const name = (await page.locator('#card h2').textContent()) ?? ''
      if (seen.has(name)) break
      seen.add(name)
      await expectTextAlone(page, elsewhere, '/')
      await press(page, 'j')
    }
    expect(seen.size).toBe(hostile.length - Math.ceil(hostile.length / 4))
  })

  it('is text in the record and the thread that each author and article has', async () => {
    const { page, elsewhere } = await watchedDesk('/articles')
    for (const id of hostileIds)
      for (const kind of ['articles', 'authors']) {
        const path = `/${kind}/${encodeURIComponent(shortened(id))}`
        await page.goto(path)
        await loaded(page)
        await expectTextAlone(page, elsewhere, path)
        expect(await page.locator('.fault').count(), `${path} cannot be read`).toBe(0)
      }
  })

  it('leaves the list of articles with each title as it was written', async () => {
    const { page } = await watchedDesk('/articles')
    const shown = await page.locator('main').textContent()
    for (const text of hostile) expect(shown?.includes(text), text).toBe(true)
    expect(shown).toContain('untitled article')
  })

  it('is text in the list of endpoints, with what was sent to each', async () => {
    const { page, elsewhere } = await watchedDesk('/admin')
    const rows = page.getByRole('region', { name: 'Endpoints' }).getByRole('listitem')
    for (const url of hostileEndpoints) {
      const row = rows.filter({ has: page.getByText(url, { exact: true }) })
      await row.getByRole('button', { name: 'What was sent' }).click()
      await row.getByText('pending').first().waitFor()
    }
    await expectTextAlone(page, elsewhere, '/admin')
  })
})
