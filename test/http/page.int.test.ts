import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../helpers/database.js'
import { startStet, type TestStet } from '../helpers/stet.js'

let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
})
afterAll(() => stet?.stop())

const browser = 'text/html,application/xhtml+xml,*/*;q=0.8'
const ask = (path: string, headers: Record<string, string> = { accept: browser }) =>
  fetch(`${stet.url}${path}`, { headers })

describe("the moderators' page", () => {
  it.each(['/', '/sign-in', '/articles/n-42', '/authors/a%2F7', '/nowhere'])(
    'answers a browser at %s, is asked for anew each time, and lets nothing foreign in',
    async (path) => {
      const answer = await ask(path)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toMatch(/^text\/html/)
      expect(answer.headers.get('cache-control')).toBe('no-cache')
      expect(answer.headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; script-src 'self'; /,
      )
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(await answer.text()).toContain('<div id="app">')
    },
  )

  it.each(['br', 'gzip'])(
    'keeps its files for ever, and sends them as %s to who takes it',
    async (encoding) => {
      const page = await (await ask('/')).text()
      const files = [...page.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, file = '']) => file)
      expect(files.length).toBeGreaterThanOrEqual(3)
      for (const file of files) {
        const answer = await ask(file, { 'accept-encoding': encoding })
        expect(answer.status).toBe(200)
        expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
        expect(answer.headers.get('content-encoding')).toBe(encoding)
        expect(answer.headers.get('vary')).toContain('accept-encoding')
        expect(answer.headers.get('content-type')).toMatch(
          /^(text\/css|application\/javascript|image\/svg\+xml)/,
        )
      }
    },
  )

  it('stays out of the way of programs, and of what is not there', async () => {
    const missing: [string, Record<string, string>][] = [
      ['/nowhere', { accept: 'application/json' }],
      ['/v1/nowhere', { accept: browser }],
      ['/api/nowhere', { accept: browser }],
      ['/assets/nowhere.js', { accept: '*/*' }],
      ['/assets/..%2Findex.html', { accept: browser }],
      ['/assets/%2e%2e/%2e%2e/main.js', { accept: '*/*' }],
    ]
    for (const [path, headers] of missing) {
      const answer = await ask(path, headers)
      expect([404, 403], path).toContain(answer.status)
      expect(answer.headers.get('content-type'), path).toBe('application/problem+json')
    }
    expect((await fetch(`${stet.url}/nowhere`, { method: 'POST' })).status).toBe(404)
  })

  it('is small: the first load is under 120 kB', async () => {
    const page = await ask('/', { accept: browser, 'accept-encoding': 'br' })
    const files = [...(await page.text()).matchAll(/"(\/assets\/[^"]+)"/g)].map(([, file = '']) => file)
    const sizes = await Promise.all(
      files.map(async (file) =>
        Number((await ask(file, { 'accept-encoding': 'br' })).headers.get('content-length')),
      ),
    )
    expect(sizes.every((size) => size > 0)).toBe(true)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(120_000)
  })
})
