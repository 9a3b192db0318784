import { invite } from '../../src/desk/sign-in/invite.js'
import type { Role } from '../../src/domain/role.js'
import { type BrowserSession, browserAt } from './browser-session.js'
import type { TestStet } from './stet.js'

export const goodPassword = 'walrus lantern octave'
/** Who, by the audit, has done what a test does to people without a browser. */
export const doer = { site: 'default', actor: 'test', via: 'test' }

export const emailOf = (name: string) => `${name}@news.example`

let people = 0
/** A name that nobody else in the file has, for one who need not have a certain one. */
export const aName = () => `person-${++people}`

/** A link with which a new person comes in. */
export async function invited({ context, url }: TestStet, name: string, role: Role): Promise<string> {
  const made = await invite(context.db, doer, { name, email: emailOf(name), role }, url)
  if (!made) throw new Error(`${name} is there already`)
  return made.link
}

/** A new person at a browser of their own, signed in. */
export async function signedIn(stet: TestStet, name: string, role: Role): Promise<BrowserSession> {
  const browser = browserAt(stet)
  const answer = await browser.welcome(await invited(stet, name, role), goodPassword)
  if (answer.status !== 200) throw new Error(`${name} could not sign in: ${JSON.stringify(answer.body)}`)
  // Tests sign in more often than people do.
  await stet.context.db.deleteFrom('rate_limit').execute()
  return browser
}
