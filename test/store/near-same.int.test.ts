import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { erase } from '../../src/store/erase.js'
import { forgetOldFingerprints } from '../../src/store/fingerprints.js'
import { text, useOwnSite } from '../helpers/own-site.js'

const here = useOwnSite()
const { take, rowOf, historyOf } = here
const fingerprints = async () =>
  (await here.db.selectFrom('fingerprint').select('comment_uid').distinct().execute()).map(
    (row) => row.comment_uid,
  )

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
    await take('elsewhere', { author: 'a-4', site: `other-${here.name}` })
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
    const bands = await here.db
      .selectFrom('fingerprint')
      .select('band')
      .where('comment_uid', '=', uid)
      .execute()
    expect(bands).toHaveLength(16)
  })

  it('ends being counted at one hundred, and more change nothing', async () => {
    await here.db
      .insertInto('comment')
      .values(
        Array.from({ length: 300 }, (_, n) => ({
          site: here.name,
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
      where own.uid = ${(await rowOf('own')).uid}`.execute(here.db)
    expect((await historyOf('own')).nearlySame).toEqual({ comments: 100, authors: 7 })
  })

  it('is unknown once the fingerprints of its time are gone', async () => {
    await take('first', { minutesAgo: 3_000 })
    await take('kept', { minutesAgo: 2_700 })
    await forgetOldFingerprints(here.db)
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
    await erase(here.db, { site: here.name, id: 'one' }, undefined)
    expect((await historyOf('own')).nearlySame).toEqual({ comments: 2, authors: 1 })
    await erase(here.db, { site: here.name, authorId: 'a-2' }, undefined)
    expect((await historyOf('own')).nearlySame).toEqual({ comments: 0, authors: 0 })
    const left = await fingerprints()
    for (const id of ['one', 'two', 'three']) expect(left).not.toContain((await rowOf(id)).uid)
  })
})
