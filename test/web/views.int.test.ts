import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeFaults } from '../helpers/axe.js'
import { useBrowser } from '../helpers/browser.js'
import { freshDatabase } from '../helpers/database.js'
import { emailOf, openDesk, passwordOf } from '../helpers/desk-page.js'
import { loadStory } from '../helpers/desk-story.js'
import { callAt, startStet, type TestStet } from '../helpers/stet.js'

const browser = useBrowser()
let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  await loadStory(stet)
})
afterAll(() => stet?.stop())

const admin = (path: string) => openDesk(browser, stet, { name: 'ann', role: 'admin', path })

it('a chief sets how an article is moderated, with a reason and an end, and every open page hears of it', async () => {
  const other = await openDesk(browser, stet, { name: 'bob', path: '/articles/border' })
  expect(
    await other.getByRole('button', { name: 'Moderate it otherwise' }).count(),
    'a moderator may not',
  ).toBe(0)
  const page = await openDesk(browser, stet, { name: 'cleo', role: 'chief', path: '/articles/border' })
  await page.getByRole('button', { name: 'Moderate it otherwise' }).click()
  await page.locator('select[name=mode]').selectOption('premoderate')
  await page.getByLabel('Why').fill('A quarrel has begun.')
  await page.getByLabel('How long').selectOption('12')
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Set it' }).click()
  for (const one of [page, other]) {
    const moderation = one.getByRole('region', { name: 'Moderation' })
    await moderation.getByText('premoderate', { exact: true }).waitFor()
    await moderation.getByText('A quarrel has begun.').waitFor()
  }
  const row = await stet.context.db.selectFrom('article_mode').selectAll().executeTakeFirstOrThrow()
  expect(row).toMatchObject({ mode: 'premoderate', by: 'cleo' })
  expect(row.until).not.toBeNull()
})

it('an article shows its thread with every status, and an author what became of theirs', async () => {
  const page = await admin('/articles/ferry')
  const thread = page.locator('.comment-row')
  await thread.first().waitFor()
  expect(await thread.count()).toBe(13)
  for (const status of ['published', 'held', 'rejected'])
    expect(await thread.getByText(status, { exact: true }).count()).toBeGreaterThan(0)
  await thread.getByRole('link', { name: 'BestDeals_Now' }).first().click()
  await page.getByRole('heading', { name: 'BestDeals_Now' }).waitFor()
  await page.getByText('3 held · 1 rejected').waitFor()
  await page.getByRole('button', { name: 'rejected' }).click()
  await page.getByText('Fresh bread machines').waitFor()
})

it('the audit is narrowed, and exported as it is narrowed', async () => {
  const page = await admin('/audit')
  await page.getByLabel('Who').fill('bob')
  await page.getByLabel('What was done').fill('decide')
  await page.getByRole('button', { name: 'Show these' }).click()
  await page.waitForURL(/actor=bob/)
  await page.getByRole('cell', { name: 'comment:baker-4' }).waitFor()
  expect(await page.locator('tbody tr').count()).toBe(2)
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export these' }).click(),
  ])
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n')
  expect(lines.length).toBe(3)
})

it('numbers are drawn, and are a table as well', async () => {
  const page = await admin('/numbers')
  await page.locator('canvas').first().waitFor()
  await page.getByText('As a table').first().click()
  expect(await page.locator('.chart').first().locator('.scrolled tbody tr').count()).toBe(24)
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'a week' }).click()
  await page.waitForURL(/of=week/)
  await page.getByRole('region', { name: 'By section' }).getByText('sport').waitFor()
})

it('an admin adds somebody, who comes in by the link that is shown once', async () => {
  const page = await admin('/admin')
  const people = page.getByRole('region', { name: 'People' })
  await people.getByLabel('Name at the desk').fill('dora')
  await people.getByLabel('E-mail address').fill(emailOf('dora'))
  await people.getByRole('button', { name: 'Add them' }).click()
  const link = (await people.locator('code').textContent()) ?? ''
  await people.getByText('has not come in yet').waitFor()
  const dora = await browser.open()
  await dora.goto(link)
  await dora.getByLabel('A password of your own').fill(passwordOf('dora'))
  await dora.getByLabel('The same again').fill(passwordOf('dora'))
  await dora.keyboard.press('Enter')
  await dora.getByRole('link', { name: 'dora' }).waitFor()
})

it('an admin makes a token, whose secret opens the desk until it is removed', async () => {
  const page = await admin('/admin')
  const tokens = page.getByRole('region', { name: 'Tokens of the desk' })
  await tokens.getByLabel('Name').fill('archive')
  await tokens.getByLabel('Days until it ends').fill('30')
  await tokens.getByRole('button', { name: 'Make it' }).click()
  const key = (await tokens.locator('code').textContent()) ?? ''
  expect((await callAt(stet.url, 'GET', '/v1/me', { key })).body).toMatchObject({
    name: 'token.archive',
    role: 'viewer',
  })
  await tokens.getByRole('button', { name: 'Remove…' }).click()
  await tokens.getByRole('button', { name: 'Remove it' }).click()
  await tokens.getByText('archive', { exact: true }).waitFor({ state: 'detached' })
  expect((await callAt(stet.url, 'GET', '/v1/me', { key })).status).toBe(401)
})
