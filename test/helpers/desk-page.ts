import type { BrowserContext, BrowserContextOptions, Cookie, Page } from 'playwright-core'
import { makeLink } from '../../src/desk/sign-in/links.js'
import type { Role } from '../../src/domain/role.js'
import { addPerson } from '../../src/store/people.js'
import type { useBrowser } from './browser.js'
import type { TestStet } from './stet.js'

export type DeskBrowser = ReturnType<typeof useBrowser>
export type Who = { name: string; role?: Role }

export const emailOf = (name: string) => `${name}@courier.example`
export const passwordOf = (name: string) => `${name} counts seven grey herons`

/** Adds a person, and answers the path of the link with which they come in. */
export async function invite(
  { context: { db } }: TestStet,
  { name, role = 'moderator' }: Who,
): Promise<string> {
  const person = await addPerson(db, { name, email: emailOf(name), role })
  if (!person) throw new Error(`${name} is there already`)
  return makeLink(db, person.id, '')
}

/** Uses a person's link, as the page behind it does. */
async function welcome(stet: TestStet, context: BrowserContext, who: Who): Promise<void> {
  const token = (await invite(stet, who)).split('token=')[1]
  const answer = await context.request.post(`${stet.url}/api/auth/welcome`, {
    headers: { origin: stet.url },
    data: { token, password: passwordOf(who.name) },
  })
  if (!answer.ok()) throw new Error(`${who.name} is not let in: ${answer.status()} ${await answer.text()}`)
}

// Tries to sign in are counted, so each person does once.
const sessions = new WeakMap<TestStet, Map<string, Cookie[]>>()

/** Signs somebody in, who is added if they are not known yet. */
export async function signIn(stet: TestStet, context: BrowserContext, who: Who): Promise<void> {
  const known = sessions.get(stet) ?? new Map<string, Cookie[]>()
  sessions.set(stet, known)
  const cookies = known.get(who.name)
  if (cookies) return context.addCookies(cookies)
  await welcome(stet, context, who)
  known.set(who.name, await context.cookies())
}

/** A page at the desk on which somebody is signed in, in a browser of its own. */
export async function openDesk(
  browser: DeskBrowser,
  stet: TestStet,
  { path = '/', ...who }: Who & { path?: string },
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await browser.open({ baseURL: stet.url, ...options })
  await signIn(stet, page.context(), who)
  await page.goto(path)
  await page.locator('main h1').waitFor({ state: 'attached' })
  return page
}
