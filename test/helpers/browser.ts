import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'

// Each start has a profile of its own, made and removed by Playwright.
const args = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
args.push('--disable-component-update', '--disable-sync')

const watchForViolations = `document.addEventListener('securitypolicyviolation', (event) =>
  console.error('CSP: ' + event.violatedDirective + ' ' + event.blockedURI))`

/** An answer that is no success is the page's own business; Chromium writes a line about each nonetheless. */
const expected =
  /^Failed to load resource: (the server responded with a status of 4\d\d|net::ERR_INTERNET_DISCONNECTED)/

/** Writes down all that must not happen on a page, whatever it shows. */
async function watch(page: Page, faults: string[]): Promise<void> {
  await page.addInitScript(watchForViolations)
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected.test(message.text()))
      faults.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`))
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`)
  })
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
}

/**
 * A real browser for the tests of a file. `open` opens a page with cookies and storage of its own. A test fails on any
 * error in the console, any violation of the policy, any dialog of the browser and any answer of 500 or more.
 */
export function useBrowser() {
  let browser: Browser
  let faults: string[] = []
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args })
  })
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()))
    const seen = faults
    faults = []
    expect(seen).toEqual([])
  })
  afterAll(() => browser?.close())
  return {
    open: async (options: BrowserContextOptions = {}): Promise<Page> => {
      const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
      context.setDefaultTimeout(15_000)
      const page = await context.newPage()
      await watch(page, faults)
      return page
    },
  }
}
