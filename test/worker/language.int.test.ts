import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase } from '../helpers/database.js'
import { startStet, type TestStet } from '../helpers/stet.js'

let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase(), STET_LANGUAGE: 'de-AT' })
})
afterAll(() => stet?.stop())

it.each([
  ['without a language', null, { 'language.declared': 'de', 'language.differs': true }],
  ['in English', 'en-GB', { 'language.declared': 'en', 'language.differs': false }],
])(
  'a comment sent %s to a site in German is compared with its own language, else with the site’s',
  async (id, language, signals) => {
    const body = 'The council voted seven to four on Monday evening, as the article says.'
    const comment = { id, body, language, author: { id: 'a-1' }, article: { id: 'n-1' } }
    await stet.call('POST', '/v1/comments?wait=10000', { body: comment })
    const path = `/v1/comments/${encodeURIComponent(id)}?receipt=1`
    expect((await stet.call('GET', path)).body).toMatchObject({ receipt: { signals } })
  },
)
