import type { Page } from 'playwright-core'
import { story } from './desk-story.js'
import { until } from './until.js'

// Without what is said to screen readers alone, in the middle of the text.
const readCard = `(() => {
  const text = document.querySelector('#card .focus-text')?.cloneNode(true)
  for (const one of text?.querySelectorAll('.for-ears') ?? []) one.remove()
  return text?.textContent
})()`

/** The id of the story's comment on the card; undefined where there is none. */
export async function onCard(page: Page): Promise<string | undefined> {
  const text = await page.evaluate<string | undefined>(readCard)
  return story.comments.find(({ body, was }) => text === body || (text && text === was))?.id
}

/** Waits for a comment on the card, another one than `before`. */
export const nextOnCard = (page: Page, before?: string) =>
  until(
    'another comment on the card',
    async () => {
      const now = await onCard(page)
      return now !== before && now
    },
    15_000,
  )

/** Waits until this comment is on the card. */
export const cardShows = (page: Page, id: string) =>
  until(`${id} on the card`, async () => (await onCard(page)) === id, 15_000)

/** Presses keys, one after the other, as a hand that knows them does. */
export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

/** Decides on the comment on the card by keys, waits for the next, and answers which it was. */
export async function decideByKeys(page: Page, ...keys: string[]): Promise<string> {
  const id = await nextOnCard(page)
  await press(page, ...keys)
  await nextOnCard(page, id)
  return id
}
