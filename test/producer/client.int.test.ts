import { afterAll, beforeAll, expect, it } from 'vitest'
import { createClient, StetError } from '../../src/producer/client.js'
import { freshDatabase } from '../helpers/database.js'
import { siteKey, startStet, type TestStet } from '../helpers/stet.js'

let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() })
})
afterAll(() => stet.stop())

const comment = (id: string, body = 'The bridge was closed for a week, not for a day.') => ({
  id,
  body,
  author: { id: 'a-1', name: 'reader' },
  article: { id: 'n-1' },
})
const client = () => createClient({ url: stet.url, key: siteKey })

it('submits a comment and waits for its verdict', async () => {
  expect(await client().submit(comment('waited for'), 10_000)).toMatchObject({
    id: 'waited for',
    status: 'published',
    decision: { verdict: 'publish' },
  })
})

it('submits a comment without waiting', async () => {
  expect(await client().submit(comment('later'))).toEqual({ id: 'later', revision: 1, status: 'pending' })
})

it('submits a batch and says what was refused', async () => {
  const answer = await client().submitBatch([comment('b-1'), comment('b-2', ' ')])
  expect(answer).toMatchObject({ accepted: 1, unchanged: 0, rejected: [{ index: 1 }] })
})

it('reads a comment with its receipt, and knows of an id that is unknown', async () => {
  await client().submit(comment('with a receipt'), 10_000)
  expect(await client().get('with a receipt', { receipt: true })).toMatchObject({
    receipt: { signals: { 'links.count': 0 } },
  })
  expect(await client().get('never sent')).toBeUndefined()
})

it('erases a comment once and says so', async () => {
  await client().submit(comment('id/with?signs'), 10_000)
  expect(await client().erase('id/with?signs')).toBe(true)
  expect(await client().get('id/with?signs')).toMatchObject({ status: 'erased', body: null })
  expect(await client().erase('never sent')).toBe(false)
})

it('throws what Stet says is wrong, with the place', async () => {
  const error = await client()
    .submit(comment('', 'text'))
    .catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(StetError)
  expect(error).toMatchObject({ status: 400, errors: [{ pointer: '/id' }] })
  const stranger = createClient({ url: stet.url, key: 'a-key-that-nobody-knows-of' })
  await expect(stranger.get('c-1')).rejects.toMatchObject({ status: 401 })
})
