import { mkdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFaults } from '../helpers/axe.js'
import { useBrowser } from '../helpers/browser.js'
import { freshDatabase } from '../helpers/database.js'
import { openDesk } from '../helpers/desk-page.js'
import { loadStory } from '../helpers/desk-story.js'
import { startStet, type TestStet } from '../helpers/stet.js'
import { loaded, views } from '../helpers/views.js'

const folder = 'test/artefacts/looks'
const widths = { phone: 320, laptop: 1280, wall: 3840 }

const browser = useBrowser()
let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  await loadStory(stet)
  mkdirSync(folder, { recursive: true })
})
afterAll(async () => {
  await stet?.stop()
  process.stderr.write(`The pictures of every view are in ${folder}.\n`)
})

describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
  it.each(Object.entries(views))(
    '%s has nothing that axe finds, and fits at every width',
    async (name, path) => {
      const page = await openDesk(browser, stet, { name: 'ann', role: 'admin', path }, { colorScheme })
      for (const [size, width] of Object.entries(widths)) {
        await page.setViewportSize({ width, height: Math.round(width < 500 ? width * 2 : width * 0.6) })
        await loaded(page)
        await page.evaluate('scrollTo(0, 0)')
        await page.screenshot({ path: `${folder}/${name}-${size}-${colorScheme}.png` })
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
        expect(overflow, `${name} is too wide at ${width} px`).toBeLessThanOrEqual(0)
      }
      expect(await axeFaults(page)).toEqual([])
    },
  )
})
