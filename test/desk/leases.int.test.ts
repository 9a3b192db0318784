import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Note } from '../../src/desk/schemas/item.js'
import { aComment, judgeAs, send } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { type People, peopleAt } from '../helpers/people.js'
import { startStet, type TestStet } from '../helpers/stet.js'

let stet: TestStet
let people: People
let ids: string[] = []
let round = 0
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  people = await peopleAt(stet)
})
afterAll(async () => {
  await people?.stop()
  await stet?.stop()
})
beforeEach(async () => {
  round += 1
  await stet.context.db.updateTable('comment').set({ status: 'published' }).execute()
  ids = [0, 1, 2].map((index) => `c-${round}-${index}`)
  for (const [index, id] of ids.entries()) {
    await send(
      stet,
      aComment(id, { article: { id: `n-${index}`, section: index === 1 ? 'sport' : 'world' } }),
    )
    await judgeAs(stet, id, 'hold', { toxic: 1 / 2 ** index })
  }
})

const set = (id: string, expires: Date) =>
  stet.context.db
    .updateTable('lease')
    .set({ expires_at: expires })
    .where('comment_uid', '=', (eb) => eb.selectFrom('comment').select('uid').where('id', '=', id))
    .execute()
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000)
const post = (who: People['ann'], path: string, body: unknown) =>
  who.call<{ ids: string[] }>('POST', path, body)
const leaseEvents = async (id: string) => {
  const rows = await stet.context.db
    .selectFrom('event')
    .select('data')
    .where('type', '=', 'lease')
    .orderBy('id')
    .execute()
  return rows.filter(({ data }) => data.comment === id).map(({ data }) => data.moderator)
}

describe('a claim', () => {
  it.each([
    [{ sort: 'oldest', count: 1 }, 0],
    [{ sort: 'newest', count: 1 }, 2],
    [{ section: 'sport', count: 1 }, 1],
    [{ article: 'n-2', count: 1 }, 2],
    [{ minScore: 0.2, maxScore: 0.3, count: 1 }, 2],
  ])('takes by sort and filter: %j', async (body, index) => {
    expect(await people.ann.claim(body)).toEqual([ids[index]])
  })
})

describe('a lease', () => {
  it('begins anew when it is renewed by whoever has it', async () => {
    await people.ann.claim({ count: 2 })
    await set(ids[0] ?? '', inSeconds(10))
    expect((await post(people.ann, '/v1/queue/renew', { ids })).body.ids.sort()).toEqual(ids.slice(0, 2))
    const { lease } = await people.ann.item(ids[0] ?? '')
    expect(Date.parse(lease?.expiresAt ?? '')).toBeGreaterThan(inSeconds(100).getTime())
  })

  it('is not renewed by another, nor once it is over, nor of a comment that is decided', async () => {
    await people.ann.claim({ count: 3 })
    expect((await post(people.bob, '/v1/queue/renew', { ids })).body.ids).toEqual([])
    await set(ids[0] ?? '', inSeconds(-1))
    await people.bob.decide(ids[1] ?? '', 'publish')
    expect((await post(people.ann, '/v1/queue/renew', { ids })).body.ids).toEqual([ids[2]])
  })

  it('ends when it is released by whoever has it, and others hear of it', async () => {
    await people.ann.claim({ count: 1 })
    expect((await post(people.bob, '/v1/queue/release', { ids })).body.ids).toEqual([])
    expect(await people.bob.claim({ count: 1 })).toEqual([ids[1]])
    expect((await post(people.ann, '/v1/queue/release', { ids })).body.ids).toEqual([ids[0]])
    expect(await people.bob.claim({ count: 1 })).toEqual([ids[0]])
    expect(await leaseEvents(ids[0] ?? '')).toEqual(['ann', null, 'bob'])
  })

  it.each([[{ ids: [] }], [{ ids: 'all' }], [{}]])('is asked for by ids, not by %j', async (body) => {
    expect((await post(people.ann, '/v1/queue/renew', body)).status).toBe(400)
    expect((await post(people.ann, '/v1/queue/release', body)).status).toBe(400)
  })

  it('stays for everybody in the queue to see, and is no hurdle to looking', async () => {
    await people.ann.claim({ count: 1 })
    expect((await people.viewer.item(ids[0] ?? '')).lease?.moderator).toBe('ann')
  })
})

describe('a skip', () => {
  const skip = (who: People['ann'], body: Record<string, unknown>) =>
    who.call('POST', '/v1/queue/skip', { id: ids[0], reason: 'unsure', ...body })

  it('keeps a comment from me for an hour and gives it to others at once', async () => {
    await people.ann.claim({ count: 1 })
    expect((await skip(people.ann, {})).status).toBe(204)
    expect(await people.ann.claim({ count: 3 })).toEqual([ids[1], ids[2]])
    expect(await people.bob.claim({ count: 3 })).toEqual([ids[0]])
    expect(await leaseEvents(ids[0] ?? '')).toEqual(['ann', null, 'bob'])
    await post(people.bob, '/v1/queue/release', { ids })
    const anHourAgo = new Date(Date.now() - 3_601_000)
    await stet.context.db.updateTable('skip').set({ at: anHourAgo }).execute()
    expect(await people.ann.claim({ count: 3 })).toEqual([ids[0]])
  })

  it('leaves another’s lease alone', async () => {
    await people.bob.claim({ count: 1 })
    await skip(people.ann, {})
    expect((await people.ann.item(ids[0] ?? '')).lease?.moderator).toBe('bob')
  })

  it('shows who skipped it, and the note that was left, to whoever comes next', async () => {
    await skip(people.ann, { reason: 'colleague', note: 'You know this author.' })
    await skip(people.bob, { reason: 'language' })
    expect(await people.bob.item(ids[0] ?? '')).toMatchObject({ skippedBy: ['ann', 'bob'], notes: 1 })
    const { body } = await people.bob.call<{ items: Note[] }>('GET', `/v1/comments/${ids[0]}/notes`)
    expect(body.items).toMatchObject([{ by: 'ann', text: 'You know this author.' }])
  })

  it('is in the audit, without the note’s words', async () => {
    await skip(people.ann, { reason: 'colleague', note: 'Private words.' })
    const rows = await stet.context.db
      .selectFrom('audit')
      .selectAll()
      .where('subject', '=', `comment:${ids[0]}`)
      .execute()
    expect(rows).toMatchObject([{ actor: 'ann', action: 'skip', detail: { reason: 'colleague' } }])
    expect(JSON.stringify(rows)).not.toContain('Private')
  })

  it.each([
    [{ reason: 'bored' }, 400],
    [{ reason: undefined }, 400],
    [{ note: ' ' }, 400],
    [{ id: 'never-sent' }, 404],
  ])('is refused with %j', async (body, status) => {
    expect((await skip(people.ann, body)).status).toBe(status)
  })

  it('of an erased comment is refused, and its notes are gone', async () => {
    await skip(people.ann, { note: 'Something about the text.' })
    await stet.call('DELETE', `/v1/comments/${ids[0]}`)
    expect((await skip(people.bob, {})).status).toBe(404)
    expect(
      await stet.context.db.selectFrom('note').selectAll().where('text', 'like', 'Something%').execute(),
    ).toEqual([])
  })
})
