import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase } from '../helpers/database.js'
import { startStet, type TestStet } from '../helpers/stet.js'
import { type Described, rolesPage } from './roles-page.js'

let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
})
afterAll(() => stet.stop())

// `npm run docs` writes it anew.
it('docs/openapi.json is what the API says of itself', async () => {
  const { body } = await stet.call('GET', '/openapi.json')
  await expect(`${JSON.stringify(body, null, 2)}\n`).toMatchFileSnapshot('../../docs/openapi.json')
})

it('docs/roles.md says who may do what', async () => {
  const { body } = await stet.call<Described>('GET', '/openapi.json')
  await expect(rolesPage(body)).toMatchFileSnapshot('../../docs/roles.md')
})
