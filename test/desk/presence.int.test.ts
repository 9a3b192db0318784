import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aComment, judgeAs, send } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { useStreams } from '../helpers/events.js'
import { moderatorToken, startStet, type TestStet } from '../helpers/stet.js'
import { until } from '../helpers/until.js'

let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
})
afterAll(() => stet?.stop())

const { listening } = useStreams(() => stet)

describe('presence', () => {
  const present = async () =>
    (
      await stet.call<{ items: { name: string; seenAt: string; comments: string[] }[] }>(
        'GET',
        '/v1/presence',
        { key: moderatorToken },
      )
    ).body.items

  it('is of who has a stream open, with what they have leased, and ends with the last of their streams', async () => {
    await until('nobody is there', async () => (await present()).length === 0)
    const ann = await listening({ name: 'ann' })
    const again = await listening({ name: 'ann' })
    const bob = await listening({ name: 'bob' })
    await ann.hears('presence', { names: ['ann', 'bob'] })
    await send(stet, aComment('c-2'))
    await judgeAs(stet, 'c-2', 'hold')
    const headers = { 'stet-moderator': 'bob' }
    await stet.call('POST', '/v1/queue/claim', { key: moderatorToken, headers, body: { count: 1 } })
    expect(await present()).toEqual([
      { name: 'ann', seenAt: expect.stringMatching(/Z$/), comments: [] },
      { name: 'bob', seenAt: expect.stringMatching(/Z$/), comments: ['c-2'] },
    ])
    again.close()
    bob.close()
    await until(
      'bob has left',
      () => String(ann.heard.findLast(({ event }) => event === 'presence')?.data.names) === 'ann',
    )
    expect((await present()).map(({ name }) => name)).toEqual(['ann'])
    ann.close()
    await until('nobody is there', async () => (await present()).length === 0)
  })

  it('of a process that was killed ends by itself', async () => {
    await sql`insert into presence (stream, site, name, seen_at)
      values (gen_random_uuid(), 'default', 'ghost', now() - interval '31 seconds')`.execute(stet.context.db)
    expect((await present()).map(({ name }) => name)).not.toContain('ghost')
  })
})
