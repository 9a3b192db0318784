import { afterAll, beforeAll, expect, it } from 'vitest'
import { useBrowser } from '../helpers/browser.js'
import { freshDatabase } from '../helpers/database.js'
import { openDesk } from '../helpers/desk-page.js'
import { holdMany } from '../helpers/desk-story.js'
import { startStet, type TestStet } from '../helpers/stet.js'
import { until } from '../helpers/until.js'

const browser = useBrowser()
const many = 1_000
let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  await holdMany(stet, many)
})
afterAll(() => stet?.stop())

it('a list of a thousand is read as it is scrolled, each comment once, and draws what is in sight', async () => {
  const page = await openDesk(browser, stet, { name: 'ann', path: '/?sort=oldest' })
  const list = page.getByRole('list', { name: 'Comments that wait' })
  const rows = list.locator('> li:not(.more)')
  await page.getByText('1,000 waiting').waitFor()
  await until('all of the list', async () => {
    await list.evaluate((one) => one.scrollTo(0, one.scrollHeight))
    return (await rows.count()) === many
  })
  const numbers = (await rows.locator('.row-text').allTextContents()).map(
    (text) => /\((\d+)\)$/.exec(text)?.[1],
  )
  const known = numbers.filter((number) => number !== undefined)
  expect(new Set(known).size).toBe(known.length)

  // What is out of sight is skipped by the browser: the time that a frame takes does not grow with the list.
  const drawn = await list.evaluate(
    (one) =>
      [...one.children].filter((row) =>
        row.firstElementChild?.checkVisibility({ contentVisibilityAuto: true }),
      ).length,
  )
  expect(drawn).toBeLessThan(60)
  expect(await page.locator('#card').count()).toBe(1)
})

it('nothing moves for who wishes so', async () => {
  const page = await openDesk(browser, stet, { name: 'ann' }, { reducedMotion: 'reduce' })
  await page.locator('#card').waitFor()
  const moving = `document.getAnimations().filter((one) => one.playState === 'running' && one.effect.getComputedTiming().duration > 1).length`
  for (const key of ['j', 'f', 'd', 'Escape', 'h', 'a', '?', 'Escape', 'u']) {
    await page.keyboard.press(key)
    expect(await page.evaluate(moving), key).toBe(0)
  }
})
