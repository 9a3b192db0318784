import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BulkAnswer, BulkPreview } from '../../src/desk/schemas/bulk.js'
import { aComment, judgeAs, type SeenProblem, send } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { type People, type Person, peopleAt } from '../helpers/people.js'
import { startStet, type TestStet } from '../helpers/stet.js'

const long = 600_000

let stet: TestStet
let people: People
let round = 0
let ids: string[] = []
const ofRound = () => ({ author: `a-${round}`, article: `n-${round}` })
beforeAll(async () => {
  stet = await startStet(
    {
      DATABASE_URL: await freshDatabase(),
      STET_REPORT_URL: 'http://127.0.0.1:9/nobody',
      STET_REPORT_SECRET: `whsec_${Buffer.alloc(32).toString('base64')}`,
    },
    { workers: false },
  )
  people = await peopleAt(stet, long)
})
afterAll(async () => {
  await people?.stop()
  await stet?.stop()
})
beforeEach(async () => {
  round += 1
  ids = ['a', 'b', 'c'].map((letter) => `c-${round}-${letter}`)
  for (const id of ids) await hold(id)
})

async function hold(id: string, more: Record<string, unknown> = {}): Promise<void> {
  const { author, article } = ofRound()
  await send(
    stet,
    aComment(id, { author: { id: author, name: 'Reader' }, article: { id: article }, ...more }),
  )
  await judgeAs(stet, id, 'hold')
}

const preview = <T = BulkPreview>(who: Person, selection: unknown = ofRound()) =>
  who.call<T>('POST', '/v1/bulk/preview', { selection })
const act = <T = BulkAnswer>(who: Person, token: string, more: Record<string, unknown> = {}) =>
  who.call<T>('POST', '/v1/bulk', { verdict: 'reject', reason: 'Advertising', token, ...more })
const undo = <T = BulkAnswer>(who: Person, id: string) => who.call<T>('POST', `/v1/bulk/${id}/undo`)
const statusOf = async (id: string) => (await people.viewer.item(id)).status
const statuses = () => Promise.all(ids.map(statusOf))
const edit = (id: string) =>
  stet.call('POST', '/v1/comments', { body: aComment(id, { body: 'Other words.' }) })
const namesOf = (entries: { id: string }[]) => entries.map(({ id }) => id).sort()
const reports = async () => {
  const { rows } = await sql<{ line: string }>`
    select report.type || ' ' || report.state as line from report join comment on comment.uid = report.comment_uid
    where comment.id = any(${ids}::text[]) and report.type <> 'comment.held' or report.decision_id in (
      select id from decision where undoes is not null and comment_uid = report.comment_uid)
    order by 1`.execute(stet.context.db)
  return rows.map(({ line }) => line)
}

describe('a preview', () => {
  it('says how many are held by the author on the article, and shows samples', async () => {
    await hold('elsewhere', { article: { id: 'n-other' } })
    await send(
      stet,
      aComment(`pending-${round}`, { author: { id: `a-${round}` }, article: { id: `n-${round}` } }),
    )
    const { status, body } = await preview(people.ann)
    expect([status, body.count, body.left]).toEqual([200, 3, 0])
    expect(namesOf(body.samples)).toEqual(ids)
    expect(body.samples[0]).toMatchObject({ author: 'Reader', body: expect.stringContaining('bridge') })
    expect(await statuses()).toEqual(['held', 'held', 'held'])
  })

  it('counts of a selection what can be decided on as it was seen', async () => {
    await edit(ids[0] ?? '')
    await people.bob.decide(ids[1] ?? '', 'publish')
    const { body } = await preview(people.ann, { ids: ids.map((id) => ({ id, onRevision: 1 })) })
    expect([body.count, namesOf(body.samples)]).toEqual([1, [ids[2]]])
  })

  it('shows at most 500, and says how many are left', async () => {
    await sql`
      insert into comment (site, id, status, author_id, author_role, article_id)
        select 'default', 'flood-' || n, 'held', 'flood', 'reader', 'n-flood' from generate_series(1, 520) n;
      insert into revision (comment_uid, revision, body) select uid, 1, 'text' from comment where id like 'flood-%'
      `.execute(stet.context.db)
    const { body } = await preview(people.ann, { author: 'flood', article: 'n-flood' })
    expect([body.count, body.left, body.samples.length]).toEqual([500, 20, 5])
    const done = await act(people.ann, body.token)
    expect(done.body.decided).toHaveLength(500)
    expect((await preview(people.ann, { author: 'flood', article: 'n-flood' })).body.count).toBe(20)
  })

  const bad: [unknown, string[]][] = [
    [{ ids: [] }, ['/selection/ids']],
    [{ author: 'a-1' }, ['/selection']],
    [undefined, ['/selection']],
    [
      {
        ids: [
          { id: 'never-sent', onRevision: 1 },
          { id: 'nor-this', onRevision: 1 },
        ],
      },
      ['/selection/ids/0/id', '/selection/ids/1/id'],
    ],
  ]
  it.each(bad)('is refused of %j', async (selection, pointers) => {
    const { status, body } = await people.ann.call<SeenProblem>('POST', '/v1/bulk/preview', { selection })
    expect(status).toBe(400)
    expect(body.errors?.map(({ pointer }) => pointer)).toEqual(pointers)
  })
})

describe('a bulk act', () => {
  it('decides on all that was shown', async () => {
    const { token } = (await preview(people.ann)).body
    await people.bob.claim({ article: `n-${round}`, count: 3 })
    const { status, body } = await act(people.ann, token, { note: 'The same text again' })
    expect([status, namesOf(body.decided), body.conflicts]).toEqual([200, ids, []])
    expect(await statuses()).toEqual(['rejected', 'rejected', 'rejected'])
    const item = await people.viewer.item(ids[0] ?? '')
    expect(item).toMatchObject({
      lease: null,
      decision: { by: { id: 'ann' }, reasons: [{ rule: 'moderator', message: 'Advertising' }] },
    })
    expect(body.decided.find(({ id }) => id === ids[0])?.decision).toBe(item.decision?.id)
  })

  it('leaves as it is what has changed, been decided on, erased or come since, and says so', async () => {
    const { token } = (await preview(people.ann)).body
    await edit(ids[0] ?? '')
    await people.bob.decide(ids[1] ?? '', 'publish')
    await stet.call('DELETE', `/v1/comments/${ids[2]}`)
    await hold(`c-${round}-late`)
    const { body } = await act(people.ann, token)
    expect(body.decided).toEqual([])
    expect(body.conflicts).toEqual([
      { id: ids[0], detail: expect.stringContaining('revision 2') },
      { id: ids[1], detail: 'bob decided first: publish.' },
      { id: ids[2], detail: 'It has been erased.' },
    ])
    expect(await statuses()).toEqual(['pending', 'published', 'erased'])
    expect(await statusOf(`c-${round}-late`)).toBe('held')
  })

  it('is one act in the audit, and each decision a part of it', async () => {
    const { body } = await act(people.ann, (await preview(people.ann)).body.token)
    const rows = await stet.context.db
      .selectFrom('audit')
      .selectAll()
      .where((eb) => eb.or([eb('id', '=', body.id), eb('parent', '=', body.id)]))
      .orderBy('id')
      .execute()
    expect(rows).toMatchObject([
      { action: 'bulk', actor: 'ann', parent: null, detail: { verdict: 'reject', comments: 3 } },
      ...body.decided.map(({ id, decision }) => ({
        action: 'decide',
        actor: 'ann',
        parent: body.id,
        subject: `comment:${id}`,
        detail: { decision, verdict: 'reject' },
      })),
    ])
  })

  it('needs a preview of one’s own that is neither used nor too old', async () => {
    const { token } = (await preview(people.ann)).body
    expect((await act(people.bob, token)).status).toBe(409)
    const answers = await Promise.all([act(people.ann, token), act(people.ann, token)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const later = (await preview(people.ann)).body.token
    await stet.context.db.updateTable('bulk_preview').set({ expires_at: new Date() }).execute()
    expect((await act(people.ann, later)).status).toBe(409)
    expect((await act<SeenProblem>(people.ann, 'no-token')).body.errors?.[0]?.pointer).toBe('/token')
  })

  it('never ends with two decisions on one comment when two do the same at once', async () => {
    const tokens = [(await preview(people.ann)).body.token, (await preview(people.bob)).body.token]
    const answers = await Promise.all([act(people.ann, tokens[0] ?? ''), act(people.bob, tokens[1] ?? '')])
    expect(answers.flatMap(({ body }) => namesOf(body.decided)).sort()).toEqual(ids)
    expect(answers.flatMap(({ body }) => namesOf(body.conflicts)).sort()).toEqual(ids)
  })
})

describe('undoing a bulk act', () => {
  const done = async () => (await act(people.ann, (await preview(people.ann)).body.token)).body

  it('puts all of it back as one, and nobody outside hears of either', async () => {
    const bulk = await done()
    const { status, body } = await undo(people.ann, bulk.id)
    expect([status, namesOf(body.decided), body.conflicts]).toEqual([200, ids, []])
    expect(await statuses()).toEqual(['held', 'held', 'held'])
    expect(await reports()).toEqual(Array(3).fill('comment.rejected cancelled'))
  })

  it('has reports of its own once the others have gone', async () => {
    const bulk = await done()
    await stet.context.db.updateTable('report').set({ state: 'delivered' }).execute()
    await undo(people.ann, bulk.id)
    expect(await reports()).toEqual([
      ...Array(3).fill('comment.held pending'),
      ...Array(3).fill('comment.rejected delivered'),
    ])
  })

  it('leaves what has been decided on since', async () => {
    const bulk = await done()
    const seen = bulk.decided[0]
    await people.chief.decide(seen?.id ?? '', 'publish', { onDecision: seen?.decision })
    const { body } = await undo(people.ann, bulk.id)
    expect(body.conflicts).toEqual([{ id: seen?.id, detail: 'cleo has decided since: publish.' }])
    expect(body.decided).toHaveLength(2)
    expect(await statusOf(seen?.id ?? '')).toBe('published')
  })

  it('can itself be undone', async () => {
    const undone = await undo(people.ann, (await done()).id)
    expect(namesOf((await undo(people.ann, undone.body.id)).body.decided)).toEqual(ids)
    expect(await statuses()).toEqual(['rejected', 'rejected', 'rejected'])
  })

  it('of another is for a chief', async () => {
    const bulk = await done()
    expect((await undo(people.bob, bulk.id)).status).toBe(403)
    expect(namesOf((await undo(people.chief, bulk.id)).body.decided)).toEqual(ids)
  })

  it('twice finds nothing left', async () => {
    const bulk = await done()
    await undo(people.ann, bulk.id)
    const { body } = await undo(people.ann, bulk.id)
    expect([body.decided, namesOf(body.conflicts)]).toEqual([[], ids])
  })

  it('needs a bulk act', async () => {
    expect((await undo(people.chief, '999999999')).status).toBe(404)
    await people.ann.decide(ids[0] ?? '', 'publish')
    const { id } = await stet.context.db
      .selectFrom('audit')
      .select('id')
      .where('action', '=', 'decide')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    expect((await undo(people.chief, id)).status).toBe(404)
  })
})
