import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { text, useOwnSite } from '../helpers/own-site.js'

const here = useOwnSite()
const { take, putBack, rowOf, historyOf } = here
const setStatus = async (id: string, status: 'published' | 'held' | 'rejected') =>
  here.db
    .updateTable('comment')
    .set({ status })
    .where('uid', '=', (await rowOf(id)).uid)
    .execute()

describe('a first comment', () => {
  it('has nothing before it', async () => {
    await take('one')
    expect(await historyOf('one')).toEqual({
      record: { published: 0, held: 0, rejected: 0 },
      pace: { lastMinute: 0, lastHour: 0 },
      sameTextCount: 0,
      nearlySame: { comments: 0, authors: 0 },
      articleRecord: {
        firstSeenAt: (await rowOf('one')).received_at,
        lately: { comments: 0, minutes: 0 },
        before: { comments: 0, minutes: 0 },
      },
      articleMode: 'open',
      replyDepth: 0,
      edits: { count: 0, afterPublication: false },
      parentBody: null,
    })
  })
})

describe('an author', () => {
  it('has a record, a pace and copies, counted back from the comment’s own arrival', async () => {
    for (const [id, minutesAgo] of [
      ['old', 2_000],
      ['hour', 50],
      ['minute', 30.5],
      ['own', 30],
      ['later', 10],
    ] as const)
      await take(id, { minutesAgo })
    await take('other', { author: 'a-2', minutesAgo: 30 })
    await setStatus('old', 'published')
    await setStatus('hour', 'rejected')
    await setStatus('minute', 'held')
    expect(await historyOf('own')).toMatchObject({
      record: { published: 1, held: 1, rejected: 1 },
      pace: { lastMinute: 1, lastHour: 2 },
      sameTextCount: 2,
    })
  })
})

describe('an author who never stops', () => {
  it('is known by the last thousand comments', async () => {
    await sql`
      insert into comment (site, id, author_id, author_role, article_id, received_at, status)
      select ${here.name}, 'n-' || n, 'a-1', 'reader', 'n-1',
        now() - case when n <= 2400 then interval '5 minutes' else interval '45 minutes' end - n * interval '1 millisecond',
        case when n <= 900 then 'published' else 'rejected' end
      from generate_series(1, 3000) n`.execute(here.db)
    await take('own')
    expect(await historyOf('own')).toMatchObject({
      record: { published: 900, held: 0, rejected: 100 },
      pace: { lastMinute: 0, lastHour: 1_000 },
    })
    // What came after it leaves the hour before it as it was.
    await putBack('own', 30)
    expect((await historyOf('own')).pace.lastHour).toBe(600)
  })
})

describe('an article', () => {
  it('has an age, and comments lately and in the hour before', async () => {
    for (const minutesAgo of [200, 70, 60, 50, 6, 4, 3, 2]) await take(`m-${minutesAgo}`, { minutesAgo })
    await take('elsewhere', { article: 'n-2', minutesAgo: 1 })
    await take('own', { minutesAgo: 1 })
    await take('after')
    const { articleRecord } = await historyOf('own')
    expect(articleRecord).toMatchObject({ lately: { comments: 3 }, before: { comments: 3 } })
    expect(articleRecord.firstSeenAt).toEqual((await rowOf('m-200')).received_at)
    expect(articleRecord.lately.minutes).toBeCloseTo(5)
    expect(articleRecord.before.minutes).toBeCloseTo(60)
  })

  it('that is young is measured over the time that it has been there', async () => {
    for (const minutesAgo of [20, 2]) await take(`m-${minutesAgo}`, { minutesAgo })
    await take('own')
    const { lately, before } = (await historyOf('own')).articleRecord
    expect([lately.comments, before.comments]).toEqual([1, 1])
    expect(lately.minutes).toBeCloseTo(5, 1)
    expect(before.minutes).toBeCloseTo(15, 1)
    const first = (await historyOf('m-20')).articleRecord
    expect(first).toMatchObject({ lately: { comments: 0, minutes: 0 }, before: { comments: 0, minutes: 0 } })
  })

  it('that is crowded is measured by its last thousand', async () => {
    await sql`
      insert into comment (site, id, author_id, author_role, article_id, received_at)
      select ${here.name}, 'crowd-' || n, 'a-' || n, 'reader', 'n-1', now() - n * interval '0.1 seconds'
      from generate_series(1, 6000) n`.execute(here.db)
    await take('own')
    const { lately, before } = (await historyOf('own')).articleRecord
    expect(lately.comments).toBe(999)
    expect(before.comments).toBe(1_000)
    // Ten a second, in both.
    expect(lately.comments / lately.minutes / 600).toBeCloseTo(1, 1)
    expect(before.comments / before.minutes / 600).toBeCloseTo(1, 1)
  })
})

describe('a talk', () => {
  it('is as deep as Stet has seen comments above', async () => {
    await take('c-0')
    for (let n = 1; n <= 4; n += 1) await take(`c-${n}`, { parentId: `c-${n - 1}` })
    await take('stray', { parentId: 'never-seen' })
    const depths = ['c-0', 'c-1', 'c-4', 'stray'].map(async (id) => (await historyOf(id)).replyDepth)
    expect(await Promise.all(depths)).toEqual([0, 1, 4, 1])
  })

  it('that goes in a circle is fifty deep', async () => {
    await take('a', { parentId: 'b' })
    await take('b', { parentId: 'a' })
    await take('self', { parentId: 'self' })
    expect([(await historyOf('a')).replyDepth, (await historyOf('self')).replyDepth]).toEqual([50, 50])
  })

  it('gives the parent’s text while that stands', async () => {
    await take('parent', { body: 'First.' })
    await take('parent', { body: 'Second.' })
    await take('reply', { parentId: 'parent' })
    const parentBody = async () => (await historyOf('reply')).parentBody
    expect(await parentBody()).toBeNull()
    await setStatus('parent', 'published')
    expect(await parentBody()).toBe('Second.')
    await setStatus('parent', 'rejected')
    expect(await parentBody()).toBeNull()
  })
})

describe('an edit', () => {
  const decide = async (verdict: 'publish' | 'hold') => {
    const { uid, revision } = await rowOf('own')
    await here.db
      .insertInto('decision')
      .values({
        comment_uid: uid,
        revision,
        verdict,
        by_kind: 'machine',
        reasons: '[]',
        missing: [],
        severity: 0,
      })
      .execute()
  }
  it.each([
    ['publish', true],
    ['hold', false],
  ] as const)('after a verdict to %s is one after publication: %s', async (verdict, afterPublication) => {
    await take('own')
    await decide(verdict)
    expect((await historyOf('own')).edits).toEqual({ count: 0, afterPublication: false })
    await take('own', { body: `${text} (edited)` })
    expect((await historyOf('own')).edits).toEqual({ count: 1, afterPublication })
  })
})
