import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { commentInputSchema } from '../../src/domain/comment.js'
import { acceptComment } from '../../src/store/accept.js'
import { type History, readHistory } from '../../src/store/circumstances.js'
import { findComment } from '../../src/store/comments.js'
import { type Database, openDatabase } from '../../src/store/database.js'
import { erase } from '../../src/store/erase.js'
import { forgetOldFingerprints } from '../../src/store/fingerprints.js'
import { freshDatabase } from '../helpers/database.js'

let db: Database
let round = 0
beforeAll(async () => {
  db = openDatabase(await freshDatabase(), () => undefined)
})
afterAll(() => db?.destroy())
beforeEach(() => {
  round += 1
})

const text =
  'The council voted seven to four on the bridge, and the mayor has not said a word about the cost of it.'
type Given = {
  body?: string
  author?: string
  article?: string
  parentId?: string
  minutesAgo?: number
  site?: string
}

/** Takes a comment in as if that many minutes ago. Each test has a site of its own. */
async function take(id: string, given: Given = {}): Promise<void> {
  const { body = text, author = 'a-1', article = 'n-1', parentId = null, minutesAgo = 0 } = given
  const input = { id, body, parentId, author: { id: author }, article: { id: article } }
  await acceptComment(db, given.site ?? `site-${round}`, commentInputSchema.parse(input), 0)
  if (minutesAgo > 0) await putBack(id, minutesAgo)
}

async function putBack(id: string, minutes: number): Promise<void> {
  const { uid } = await rowOf(id)
  const then = sql<Date>`now() - ${`${minutes} minutes`}::interval`
  await db.transaction().execute(async (tx) => {
    await tx
      .updateTable('comment')
      .set({ received_at: then, revised_at: then })
      .where('uid', '=', uid)
      .execute()
    await tx.updateTable('fingerprint').set({ at: then }).where('comment_uid', '=', uid).execute()
  })
}

async function rowOf(id: string) {
  const row = await findComment(db, `site-${round}`, id)
  if (!row) throw new Error(`no comment ${id}`)
  return row
}

const historyOf = async (id: string): Promise<History> => readHistory(db, await rowOf(id))
const setStatus = async (id: string, status: 'published' | 'held' | 'rejected') =>
  db
    .updateTable('comment')
    .set({ status })
    .where('uid', '=', (await rowOf(id)).uid)
    .execute()
const fingerprints = async () =>
  (await db.selectFrom('fingerprint').select('comment_uid').distinct().execute()).map(
    (row) => row.comment_uid,
  )

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
      select ${`site-${round}`}, 'n-' || n, 'a-1', 'reader', 'n-1',
        now() - case when n <= 2400 then interval '5 minutes' else interval '45 minutes' end - n * interval '1 millisecond',
        case when n <= 900 then 'published' else 'rejected' end
      from generate_series(1, 3000) n`.execute(db)
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

describe('what says nearly the same', () => {
  const changed = [
    text.toUpperCase(),
    text.replace('seven', 'nine'),
    `${text} Call 555 now!`,
    `Attention. ${text}`,
    text.replaceAll('e', 'е'),
    text.replace('bridge', 'br\u200bidge').replace(' and ', ' &amp; '),
  ]
  it.each(changed)('is found in %j', async (body) => {
    await take('first', { minutesAgo: 5 })
    await take('own', { body, author: 'a-2' })
    expect((await historyOf('own')).nearlySame).toEqual({ comments: 1, authors: 1 })
  })

  it.each([
    'The bridge is old, and nobody has asked those who cross it each day what they would pay for another.',
    'The council voted seven to four.',
    'A word about the mayor: what has he not said, and what did the council cost the bridge when it voted?',
  ])('is not found in %j', async (body) => {
    await take('first', { minutesAgo: 5 })
    await take('own', { body })
    expect((await historyOf('own')).nearlySame).toEqual({ comments: 0, authors: 0 })
  })

  it('is counted with its other authors, over the hour before, on this site alone', async () => {
    await take('two-hours', { author: 'a-0', minutesAgo: 120 })
    await take('mine', { minutesAgo: 40 })
    await take('a-2', { author: 'a-2', minutesAgo: 30 })
    await take('a-2-again', { author: 'a-2', minutesAgo: 20, body: text.replace('cost', 'price') })
    await take('a-3', { author: 'a-3', minutesAgo: 5 })
    await take('elsewhere', { author: 'a-4', site: `other-${round}` })
    await take('own', { minutesAgo: 1 })
    await take('after', { author: 'a-5' })
    expect((await historyOf('own')).nearlySame).toEqual({ comments: 4, authors: 2 })
    expect((await historyOf('a-2')).nearlySame).toEqual({ comments: 1, authors: 1 })
  })

  it('is not looked for in words that many say by themselves', async () => {
    for (const author of ['a-1', 'a-2']) await take(author, { body: 'I could not agree more!', author })
    expect((await historyOf('a-2')).nearlySame).toEqual({ comments: 0, authors: 0 })
  })

  it('follows the text when that is edited', async () => {
    await take('first', { minutesAgo: 5 })
    await take('own', {
      body: 'A harmless remark about the weather in May, of which there was a great deal.',
    })
    expect((await historyOf('own')).nearlySame?.comments).toBe(0)
    await take('own', { body: text })
    expect((await historyOf('own')).nearlySame?.comments).toBe(1)
    const { uid } = await rowOf('own')
    const bands = await db.selectFrom('fingerprint').select('band').where('comment_uid', '=', uid).execute()
    expect(bands).toHaveLength(16)
  })

  it('ends being counted at one hundred, and more change nothing', async () => {
    await db
      .insertInto('comment')
      .values(
        Array.from({ length: 300 }, (_, n) => ({
          site: `site-${round}`,
          id: `copy-${n}`,
          author_id: `a-${n % 7}`,
          author_role: 'reader' as const,
          article_id: 'n-1',
        })),
      )
      .execute()
    await take('own', { author: 'a-own' })
    await sql`
      insert into fingerprint select mine.band, other.received_at, other.uid
      from fingerprint mine join comment own on own.uid = mine.comment_uid
      join comment other on other.site = own.site and other.id like 'copy-%'
      where own.uid = ${(await rowOf('own')).uid}`.execute(db)
    expect((await historyOf('own')).nearlySame).toEqual({ comments: 100, authors: 7 })
  })

  it('is unknown once the fingerprints of its time are gone', async () => {
    await take('first', { minutesAgo: 3_000 })
    await take('kept', { minutesAgo: 2_700 })
    await forgetOldFingerprints(db)
    expect(await fingerprints()).not.toContain((await rowOf('first')).uid)
    expect(await fingerprints()).toContain((await rowOf('kept')).uid)
    expect((await historyOf('first')).nearlySame).toBeUndefined()
    expect((await historyOf('kept')).nearlySame).toEqual({ comments: 0, authors: 0 })
  })

  it('is forgotten with the comment that is erased, and with all of an author’s', async () => {
    await take('one', { author: 'a-1' })
    await take('two', { author: 'a-2' })
    await take('three', { author: 'a-2' })
    await take('own', { author: 'a-3' })
    await erase(db, { site: `site-${round}`, id: 'one' }, undefined)
    expect((await historyOf('own')).nearlySame).toEqual({ comments: 2, authors: 1 })
    await erase(db, { site: `site-${round}`, authorId: 'a-2' }, undefined)
    expect((await historyOf('own')).nearlySame).toEqual({ comments: 0, authors: 0 })
    const left = await fingerprints()
    for (const id of ['one', 'two', 'three']) expect(left).not.toContain((await rowOf(id)).uid)
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
      select ${`site-${round}`}, 'crowd-' || n, 'a-' || n, 'reader', 'n-1', now() - n * interval '0.1 seconds'
      from generate_series(1, 6000) n`.execute(db)
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
    await db
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
