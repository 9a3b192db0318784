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
  const loading: Promise<{ url: string; bytes: number }>[] = []
  page.on('requestfinished', (request) => {
    const bytes = request.sizes().then((sizes) => sizes.responseBodySize + sizes.responseHeadersSize)
    loading.push(bytes.then((sum) => ({ url: request.url(), bytes: sum })))
  })
  await page.goto(stet.url)
  await page.locator('h1').waitFor()
  const loaded = await Promise.all(loading)
  expect(loaded.filter(({ url }) => !url.startsWith(stet.url))).toEqual([])
  expect(loaded.some(({ url }) => url.endsWith('.js'))).toBe(true)
  expect(loaded.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(120_000)
})
