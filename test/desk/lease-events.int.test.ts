import { afterAll, beforeAll, it } from 'vitest'
import { aComment, judgeAs, send } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { type Listening, listenFromNow } from '../helpers/events.js'
import { moderatorToken, startStet, type TestStet } from '../helpers/stet.js'

let stet: TestStet
let stream: Listening
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  stream = await listenFromNow(stet)
})
afterAll(async () => {
  stream?.close()
  await stet?.stop()
})

it.each([
  ['given back', 'c-1', '/v1/queue/release', { ids: ['c-1'] }],
  ['skipped', 'c-2', '/v1/queue/skip', { id: 'c-2', reason: 'unsure' }],
])('colleagues hear at once that a comment which was %s is free', async (_how, id, path, body) => {
  await send(stet, aComment(id))
  await judgeAs(stet, id, 'hold')
  await stet.call('POST', '/v1/queue/claim', { key: moderatorToken, body: { ids: [id] } })
  await stream.hears('lease', { comment: id, moderator: 'moderator' })
  await stet.call('POST', path, { key: moderatorToken, body })
  await stream.hears('lease', { comment: id, moderator: null })
})
