import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { axeFaults } from '../helpers/axe.js'
import { useBrowser } from '../helpers/browser.js'
import { freshDatabase } from '../helpers/database.js'
import { emailOf, openDesk, passwordOf } from '../helpers/desk-page.js'
import { startStet, type TestStet } from '../helpers/stet.js'
import { totpCode } from '../helpers/totp.js'

const browser = useBrowser()
let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
})
afterAll(() => stet?.stop())
beforeEach(() => stet.context.db.deleteFrom('rate_limit').execute())

const section = (page: Page, name: string) => page.getByRole('region', { name })

async function signIn(page: Page, name: string, password = passwordOf(name)): Promise<void> {
  await page.getByLabel('E-mail address').fill(emailOf(name))
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
}

it('a second factor is set up with an app, asked for from then on, and turned off again', async () => {
  const page = await openDesk(browser, stet, { name: 'ada', path: '/settings' })
  const factor = section(page, 'Second factor')
  await factor.getByLabel('Your password').fill('not the right one')
  await factor.getByRole('button', { name: 'Set it up' }).click()
  await factor.getByRole('alert').waitFor()
  await factor.getByLabel('Your password').fill(passwordOf('ada'))
  await factor.getByRole('button', { name: 'Set it up' }).click()
  await factor.getByRole('img', { name: 'The square for your app' }).waitFor()
  expect(await factor.getByRole('listitem').count()).toBe(10)
  expect(await axeFaults(page)).toEqual([])
  const key = await factor.getByText('Key:').locator('code').textContent()
  const spare = await factor.getByRole('listitem').first().textContent()
  const code = () => totpCode(`otpauth://totp/x?secret=${key}`)
  await factor.getByLabel('Code').fill(code())
  await factor.getByRole('button', { name: 'Turn it on' }).click()
  await factor.getByText('It is on').waitFor()

  for (const given of [code, () => spare ?? '']) {
    await page.getByRole('button', { name: 'Sign out' }).first().click()
    await signIn(page, 'ada')
    await page.getByLabel('Code from your app').fill(given())
    expect(await axeFaults(page)).toEqual([])
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Queue' }).waitFor()
  }
  await page.goto('/settings')
  await factor.getByLabel('Your password').fill(passwordOf('ada'))
  await factor.getByRole('button', { name: 'Do without it' }).click()
  await factor.getByText('It is off').waitFor()
})

it('the password is changed, and one can sign out everywhere', async () => {
  const page = await openDesk(browser, stet, { name: 'ben', path: '/settings' })
  const password = section(page, 'Password')
  const change = async (chosen: string) => {
    await password.getByLabel('The password of now').fill(passwordOf('ben'))
    await password.getByLabel('A new one').fill(chosen)
    await password.getByRole('button', { name: 'Change it' }).click()
  }
  await change('password1234')
  await password.getByRole('alert').getByText('easily guessed').waitFor()
  await change('six orange kettles hum')
  await password.getByText('Your password is changed').waitFor()
  await section(page, 'Other devices').getByRole('button', { name: 'Sign out everywhere' }).click()
  await signIn(page, 'ben', 'six orange kettles hum')
  await page.getByRole('heading', { name: 'Queue' }).waitFor()
})

it('the newsroom’s own way to sign in is offered where there is one, and says when it was in vain', async () => {
  const page = await browser.open({ baseURL: stet.url })
  await page.goto('/sign-in?error=signup_disabled')
  await page.getByRole('alert').getByText('You were not let in').waitFor()
  expect(await page.getByRole('button', { name: /Sign in with/ }).count()).toBe(0)
  const other = await startStet(
    {
      DATABASE_URL: stet.context.databaseUrl,
      STET_URL: 'http://desk.example',
      STET_OIDC_ISSUER: 'http://127.0.0.1:1',
      STET_OIDC_CLIENT_ID: 'stet',
      STET_OIDC_CLIENT_SECRET: 'secret',
      STET_OIDC_NAME: 'the Courier',
    },
    { workers: false },
  )
  await page.goto(other.url)
  await page.getByRole('button', { name: 'Sign in with the Courier' }).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await page.close()
  await other.stop()
})
