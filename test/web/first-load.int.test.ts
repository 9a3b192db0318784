import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { useBrowser } from '../helpers/browser.js'
import { freshDatabase } from '../helpers/database.js'
import { signIn } from '../helpers/desk-page.js'
import { startStet, type TestStet } from '../helpers/stet.js'

const browser = useBrowser()
let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
})
afterAll(() => stet?.stop())

/** What the page took so far, of which server, and how much of it came over the wire. */
const loadedBy = (page: Page) =>
  page.evaluate<{ name: string; transferSize: number }[]>(
    `[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
      .map(({ name, transferSize }) => ({ name, transferSize }))`,
  )

it.each(['who is to sign in', 'who is signed in'])(
  'loads less than 120 kB for %s, all of it from the server',
  async (who) => {
    const page = await browser.open()
    if (who === 'who is signed in') await signIn(stet, page.context(), { name: 'ann' })
    await page.goto(stet.url)
    await page.locator('h1').waitFor()
    const loaded = await loadedBy(page)
    expect(loaded.filter(({ name }) => !name.startsWith(stet.url))).toEqual([])
    expect(loaded.some(({ name, transferSize }) => name.endsWith('.js') && transferSize > 0)).toBe(true)
    expect(loaded.reduce((sum, { transferSize }) => sum + transferSize, 0)).toBeLessThan(120_000)
  },
)
