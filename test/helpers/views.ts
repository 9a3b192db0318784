import type { Page } from 'playwright-core'

/** Every view of the desk, at an address where it shows something of the story; whoever looks must be an admin. */
export const views = {
  queue: '/',
  'queue-filtered': '/?section=sport&sort=oldest',
  articles: '/articles',
  article: '/articles/border',
  author: '/authors/grit',
  audit: '/audit',
  numbers: '/numbers',
  health: '/health',
  admin: '/admin',
  settings: '/settings',
  nowhere: '/no-such-view',
} as const

/** Waits until a view shows what it loads. */
export async function loaded(page: Page): Promise<void> {
  await page.locator('main h1').waitFor({ state: 'attached' })
  await page.locator('main:not(:has-text("Loading…"))').waitFor()
}
