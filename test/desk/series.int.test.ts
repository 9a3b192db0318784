import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Series } from '../../src/desk/schemas/stats.js'
import type { SeenProblem } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { moderatorToken, startStet, type TestStet } from '../helpers/stet.js'

let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
})
afterAll(() => stet?.stop())

type Step = {
  by: string | null
  verdict: string
  at: string
  rule?: string
  shadow?: boolean
  revision?: number
}
let uid = 0

/** A comment that came at a time, and what was decided on it; times are minutes and seconds of 10 o'clock or whole. */
async function aStory(
  came: string,
  steps: Step[],
  more: { section?: string; site?: string } = {},
): Promise<void> {
  const { db } = stet.context
  uid += 1
  const { section = null, site = 'default' } = more
  const { rows } = await sql<{ uid: string }>`
    insert into comment (site, id, author_id, author_role, article_id, article_section, received_at, revised_at)
    values (${site}, ${`c-${uid}`}, 'a-1', 'reader', 'n-1', ${section}, ${at(came)}, ${at(came)}) returning uid`.execute(
    db,
  )
  const row = rows[0]?.uid
  const revisions = [...new Set([1, ...steps.map(({ revision = 1 }) => revision)])]
  for (const revision of revisions)
    await sql`insert into revision (comment_uid, revision, body, received_at)
      values (${row}, ${revision}, 'x', ${at(came)})`.execute(db)
  for (const { by, verdict, at: when, rule, shadow = false, revision = 1 } of steps)
    await sql`
      insert into decision (comment_uid, revision, verdict, at, by_kind, by_id, reasons)
      values (${row}, ${revision}, ${verdict}, ${at(when)}, ${by === null ? 'machine' : 'moderator'}, ${by},
        ${JSON.stringify(rule === undefined ? [] : [{ rule, verdict, shadow, message: 'x', spans: [] }])}::jsonb)`.execute(
      db,
    )
}
const at = (text: string) => (text.includes('T') ? text : `2026-11-20T10:${text}Z`)

const ask = async <T = Series>(query: string) =>
  stet.call<T>('GET', `/v1/stats/series?${query}`, { key: moderatorToken })
const hour = 'from=2026-11-20T10:00:00Z&to=2026-11-20T11:00:00Z'
const point = async () => (await ask(hour)).body.points[0]
const machine = (verdict: string, when: string, more: Partial<Step> = {}): Step => ({
  by: null,
  verdict,
  at: when,
  ...more,
})
const ann = (verdict: string, when: string): Step => ({ by: 'ann', verdict, at: when })

beforeEach(async () => {
  await sql`alter table decision disable trigger user; truncate comment cascade; alter table decision enable trigger user`.execute(
    stet.context.db,
  )
})

describe('numbers over time', () => {
  it('have a point for each hour or day of UTC, those without anything too', async () => {
    const { status, body } = await ask('from=2026-11-20T10:30:00Z&to=2026-11-20T13:00:00Z')
    expect(status).toBe(200)
    expect(body.points.map((one) => one.at.slice(11, 16))).toEqual(['10:00', '11:00', '12:00'])
    expect(body.points[0]).toEqual({
      at: '2026-11-20T10:00:00.000Z',
      received: 0,
      machine: { publish: 0, hold: 0, reject: 0 },
      moderators: { publish: 0, hold: 0, reject: 0 },
      verdictSeconds: { median: null, ninetieth: null },
      heldSeconds: { median: null, ninetieth: null },
    })
    const days = await ask('from=2026-10-24T00:00:00Z&to=2026-10-27T00:00:00Z&by=day')
    expect(days.body.points.map((one) => one.at)).toEqual([
      '2026-10-24T00:00:00.000Z',
      '2026-10-25T00:00:00.000Z',
      '2026-10-26T00:00:00.000Z',
    ])
  })

  it('count what came and what was decided, by whom it was and how, in the range alone', async () => {
    await aStory('00:00', [machine('publish', '00:01')])
    await aStory('10:00', [machine('hold', '10:01'), ann('reject', '20:00')])
    await aStory('59:59', [machine('reject', '59:59.900')])
    await aStory('2026-11-20T11:00:00Z', [machine('publish', '2026-11-20T11:00:00Z')])
    await aStory('2026-11-20T09:59:59Z', [machine('publish', '00:00')])
    await aStory('30:00', [machine('publish', '30:01')], { site: 'another' })
    expect(await point()).toMatchObject({
      received: 3,
      machine: { publish: 2, hold: 1, reject: 1 },
      moderators: { publish: 0, hold: 0, reject: 1 },
    })
  })

  it.each<[string, Step[], number | null]>([
    ['to the first verdict', [machine('publish', '00:03')], 3],
    ['by nobody where there is none', [], null],
    ['and not to a second one on the same text', [machine('hold', '00:02'), machine('publish', '30:00')], 2],
    ['or to a moderator who is quicker', [ann('publish', '00:09'), machine('publish', '00:20')], 9],
  ])('say how long a verdict took: %s', async (_, steps, seconds) => {
    await aStory('00:00', steps)
    expect((await point())?.verdictSeconds.median).toBe(seconds)
  })

  it.each<[string, Step[], number | null]>([
    ['from the hold to the word that ends it', [machine('hold', '00:10'), ann('publish', '05:10')], 300],
    [
      'from the first hold where it was judged again',
      [machine('hold', '00:10'), machine('hold', '02:00'), ann('reject', '05:10')],
      300,
    ],
    [
      'through an edit',
      [machine('hold', '00:10'), machine('hold', '02:00', { revision: 2 }), ann('reject', '05:10')],
      300,
    ],
    [
      'anew when it was free in between',
      [machine('hold', '00:10'), ann('publish', '00:20'), machine('hold', '10:00'), ann('reject', '11:00')],
      35,
    ],
    ['not where a moderator holds it on', [machine('hold', '00:10'), ann('hold', '05:10')], null],
    ['not where it never was held', [machine('publish', '00:10'), ann('reject', '05:10')], null],
    ['not where the machine frees it', [machine('hold', '00:10'), machine('publish', '05:10')], null],
  ])('say how long it was held: %s', async (_, steps, seconds) => {
    await aStory('00:00', steps)
    expect((await point())?.heldSeconds.median).toBe(seconds)
  })

  it('give the middle and the ninetieth of a hundred', async () => {
    for (let n = 1; n <= 11; n += 1)
      await aStory('00:00', [machine('publish', `00:${String(n).padStart(2, '0')}`)])
    expect((await point())?.verdictSeconds).toEqual({ median: 6, ninetieth: 10 })
  })

  it('say which rules matched, the most frequent first, without those in the shadow', async () => {
    await aStory('00:00', [machine('hold', '00:01', { rule: 'insult' })])
    await aStory('00:00', [machine('reject', '00:01', { rule: 'insult' })])
    await aStory('00:00', [machine('hold', '00:01', { rule: 'links' })])
    await aStory('00:00', [
      machine('publish', '00:01', { rule: 'links', shadow: true }),
      { ...ann('reject', '00:02'), rule: 'moderator' },
    ])
    expect((await ask(hour)).body.byRule).toEqual([
      { rule: 'insult', matched: 2, held: 1, rejected: 1 },
      { rule: 'links', matched: 1, held: 1, rejected: 0 },
    ])
  })

  it('say what came in each section and what the machine stopped there', async () => {
    await aStory('00:00', [machine('hold', '00:01'), ann('publish', '00:09')], { section: 'local' })
    await aStory('00:00', [machine('publish', '00:01')], { section: 'local' })
    await aStory('00:00', [machine('reject', '00:01')])
    expect((await ask(hour)).body.bySection).toEqual([
      { section: 'local', received: 2, held: 1, rejected: 0 },
      { section: null, received: 1, held: 0, rejected: 1 },
    ])
  })

  it('name nobody', async () => {
    await aStory('00:00', [machine('hold', '00:01'), ann('publish', '00:09')])
    expect(JSON.stringify((await ask(hour)).body)).not.toMatch(/ann|a-1/)
  })

  it.each([
    ['from=2026-11-20T10:00:00Z', '/to'],
    ['from=yesterday&to=2026-11-20T10:00:00Z', '/from'],
    ['from=2026-11-20T10:00:00Z&to=2026-11-20T10:00:00Z', '/to'],
    ['from=2026-01-01T00:00:00Z&to=2026-04-04T00:00:00Z', '/to'],
    [`${hour}&by=person`, '/by'],
  ])('are refused for %s', async (query, pointer) => {
    const { status, body } = await ask<SeenProblem>(query)
    expect([status, body.errors?.map((error) => error.pointer)]).toEqual([400, [pointer]])
  })
})
