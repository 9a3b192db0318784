import { beforeEach, expect, it } from 'vitest'
import { axeFaults } from '../helpers/axe.js'
import { useBrowser } from '../helpers/browser.js'
import { freshDatabase } from '../helpers/database.js'
import { openDesk, passwordOf } from '../helpers/desk-page.js'
import { loadStory } from '../helpers/desk-story.js'
import { decideByKeys, onCard } from '../helpers/hand.js'
import { startStet, type TestStet } from '../helpers/stet.js'
import { until } from '../helpers/until.js'

const browser = useBrowser()
let stet: TestStet
beforeEach(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  await loadStory(stet)
  return () => stet.stop()
})

const statusOf = async (id: string) =>
  (
    await stet.context.db
      .selectFrom('comment')
      .select('status')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  ).status

it('a session that ends in the middle of the work asks for the password, and what was decided is sent then', async () => {
  const page = await openDesk(browser, stet, { name: 'ann' })
  // No sooner than what was decided is on its way: what the page asks before it would open the dialog, and take the key.
  await page.route(
    '**/decisions',
    async (route) => {
      await stet.context.db.deleteFrom('session').execute()
      await route.continue()
    },
    { times: 1 },
  )
  const id = await decideByKeys(page, 'f')
  const next = await onCard(page)
  const dialog = page.getByRole('dialog', { name: 'Please sign in again' })
  await dialog.waitFor()
  expect(await axeFaults(page)).toEqual([])
  expect(await statusOf(id)).toBe('held')
  await dialog.getByLabel('Password').fill(passwordOf('ann'))
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await until('it is sent', async () => (await statusOf(id)) === 'published')
  expect(await onCard(page), 'the place is lost').toBe(next)
  await decideByKeys(page, 'f')
})
