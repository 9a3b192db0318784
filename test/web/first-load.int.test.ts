import { afterAll, beforeAll, expect, it } from 'vitest'
import { useBrowser } from '../helpers/browser.js'
import { freshDatabase } from '../helpers/database.js'
import { startStet, type TestStet } from '../helpers/stet.js'

const browser = useBrowser()
let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
})
afterAll(() => stet?.stop())

it('loads less than 120 kB, all of it from the server, before it can be used', async () => {
  const page = await browser.open()
  await page.goto(stet.url)
  await page.locator('h1').waitFor()
  const loaded = await page.evaluate<{ name: string; transferSize: number }[]>(
    `[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
      .map(({ name, transferSize }) => ({ name, transferSize }))`,
  )
  expect(loaded.filter(({ name }) => !name.startsWith(stet.url))).toEqual([])
  expect(loaded.some(({ name }) => name.endsWith('.js'))).toBe(true)
  expect(loaded.reduce((sum, { transferSize }) => sum + transferSize, 0)).toBeLessThan(120_000)
})
