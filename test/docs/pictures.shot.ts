import { mkdir, writeFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, it } from 'vitest'
import { useBrowser } from '../helpers/browser.js'
import { freshDatabase } from '../helpers/database.js'
import { openDesk } from '../helpers/desk-page.js'
import { loadStory } from '../helpers/desk-story.js'
import { cardShows, onCard, press } from '../helpers/hand.js'
import { startStet, type TestStet } from '../helpers/stet.js'
import { loaded } from '../helpers/views.js'

// `npm run docs:pictures` takes them anew, after a change of how the desk looks.
const folder = 'docs/images'
const viewport = { width: 1280, height: 800 }

const browser = useBrowser()
let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  await loadStory(stet)
  await mkdir(folder, { recursive: true })
})
afterAll(() => stet?.stop())

// The browser knows how to write WebP, a third of the size of PNG, and is here already.
const toWebp = (png: string) => `(async () => {
  const image = await createImageBitmap(new Blob([Uint8Array.from(atob('${png}'), (c) => c.charCodeAt(0))]))
  const canvas = new OffscreenCanvas(image.width, image.height)
  canvas.getContext('2d').drawImage(image, 0, 0)
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.85 })
  return btoa([...new Uint8Array(await blob.arrayBuffer())].map((byte) => String.fromCharCode(byte)).join(''))
})()`

async function keep(page: Page, name: string): Promise<void> {
  const png = (await page.screenshot()).toString('base64')
  const webp = await page.evaluate<string>(toWebp(png))
  await writeFile(`${folder}/${name}.webp`, Buffer.from(webp, 'base64'))
}

const deskAt = async (path: string) => {
  const page = await openDesk(browser, stet, { name: 'ann', role: 'admin', path }, { viewport })
  await loaded(page)
  return page
}

it('takes the desk, with a comment on the card that has much to show', async () => {
  const page = await deskAt('/?article=border')
  for (let row = 0; (await onCard(page)) !== 'border-5' && row < 10; row += 1) await press(page, 'j')
  await cardShows(page, 'border-5')
  await keep(page, 'desk')
})

it.each([
  ['article', '/articles/border'],
  ['numbers', '/numbers'],
])('takes %s', async (name, path) => {
  const page = await deskAt(path)
  await page.locator('canvas').first().waitFor()
  await keep(page, name)
})
