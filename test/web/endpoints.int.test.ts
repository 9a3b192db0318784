import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeFaults } from '../helpers/axe.js'
import { useBrowser } from '../helpers/browser.js'
import { aComment, judgeAs, send } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { openDesk } from '../helpers/desk-page.js'
import { sendReports } from '../helpers/outward.js'
import { type Receiver, receiveReports } from '../helpers/receiver.js'
import { startStet, type TestStet } from '../helpers/stet.js'

const anySecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const browser = useBrowser()
let stet: TestStet
let receiver: Receiver | undefined
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
})
afterAll(async () => {
  await receiver?.stop()
  await stet?.stop()
})

/** Publishes a comment, and tells whoever is to be told. */
async function publish(id: string): Promise<void> {
  await send(stet, aComment(id))
  await judgeAs(stet, id, 'publish')
  await sendReports(stet, anySecret)
}

/** An address at which a receiver can be once its secret is known. */
async function freeAddress(): Promise<{ url: string; port: number }> {
  const one = await receiveReports(anySecret)
  await one.stop()
  return one
}

const told = () => receiver?.reports.map(({ data }) => data.comment.id)

it('an admin has decisions reported to an endpoint, sees what became of each report, and ends it', async () => {
  const page = await openDesk(browser, stet, { name: 'ann', role: 'admin', path: '/admin' })
  const section = page.getByRole('region', { name: 'Endpoints' })
  await section.getByText('Nobody is told of decisions.').waitFor()
  const { url, port } = await freeAddress()

  await section.getByLabel('Address').fill(`${stet.url}/v1/comments`)
  await section.getByRole('button', { name: 'Add it' }).click()
  await section.getByText('is the address of this Stet itself').waitFor()
  await section.getByLabel('Address').fill(url)
  await section.getByLabel('What it is').fill('The archive')
  await section.getByRole('button', { name: 'Add it' }).click()
  const row = section.getByRole('listitem').filter({ hasText: 'The archive' })
  await row.waitFor()
  const secret = (await section.locator('code').textContent()) ?? ''
  expect(await axeFaults(page)).toEqual([])
  receiver = await receiveReports(secret, port)

  await publish('c-1')
  expect(told()).toEqual(['c-1'])
  receiver.answer = { status: 410 }
  await publish('c-2')
  receiver.answer = { status: 204 }
  await page.reload()
  await row.getByText('1 taken · 0 on the way · 1 never taken').waitFor()
  expect(await page.locator('main').textContent(), 'the secret is shown once').not.toContain(secret)
  await row.getByText('stopped: it answered that it is gone').waitFor()
  await row.getByRole('button', { name: 'What was sent' }).click()
  await row.getByText('answered 410').waitFor()
  expect(await axeFaults(page)).toEqual([])
  const failed = row.getByRole('listitem').filter({ hasText: 'c-2' })
  await failed.getByRole('button', { name: 'Send again' }).click()
  await failed.getByText('is sent again').waitFor()
  await sendReports(stet, anySecret)
  expect(told()).toEqual(['c-1', 'c-2', 'c-2'])

  await row.getByRole('button', { name: 'Another secret' }).click()
  await section.locator(`code:not(:text-is("${secret}"))`).waitFor()
  await publish('c-3')
  expect(told()?.at(-1), 'the secret before still signs').toBe('c-3')

  await row.getByRole('button', { name: 'Send nothing there' }).click()
  await row.getByText('nothing is sent').waitFor()
  await publish('c-4')
  await row.getByRole('button', { name: 'Send there again' }).click()
  await row.getByText('nothing is sent').waitFor({ state: 'detached' })

  await row.getByRole('button', { name: 'Remove…' }).focus()
  await page.keyboard.press('Enter')
  await row.getByText('It is told nothing any more').waitFor()
  await page.keyboard.press('Enter')
  await row.getByText('It is told nothing any more').waitFor({ state: 'detached' })
  await row.getByRole('button', { name: 'Remove…' }).click()
  await row.getByRole('button', { name: 'Remove it' }).click()
  await row.waitFor({ state: 'detached' })
  await publish('c-5')
  expect(told()?.at(-1)).toBe('c-3')
  expect(receiver.badlySigned).toBe(0)
})

it('a chief sees no page of endpoints', async () => {
  const page = await openDesk(browser, stet, { name: 'cleo', role: 'chief', path: '/admin' })
  await page.getByText('It needs the role admin').waitFor()
})
