import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

it('every picture of docs/images is shown on a page, and every page has its pictures', () => {
  const pages = [
    'README.md',
    ...readdirSync('docs')
      .filter((file) => file.endsWith('.md'))
      .map((file) => `docs/${file}`),
  ]
  const shown = pages.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/images\/([\w-]+\.webp)/g)].map(([, file]) => file),
  )
  expect([...new Set(shown)].toSorted()).toEqual(readdirSync('docs/images').toSorted())
})
