import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { namesOf, useBulk } from '../helpers/bulk.js'
import { aComment, type SeenProblem, send } from '../helpers/comments.js'

const here = useBulk()
const { hold, preview, act, statusOf, statuses } = here
const edit = (id: string) =>
  here.stet.call('POST', '/v1/comments', { body: aComment(id, { body: 'Other words.' }) })

describe('a preview', () => {
  it('says how many are held by the author on the article, and shows samples', async () => {
    await hold('elsewhere', { article: { id: 'n-other' } })
    await send(
      here.stet,
      aComment(`pending-${here.round}`, {
        author: { id: `a-${here.round}` },
        article: { id: `n-${here.round}` },
      }),
    )
    const { status, body } = await preview(here.people.ann)
    expect([status, body.count, body.left]).toEqual([200, 3, 0])
    expect(namesOf(body.samples)).toEqual(here.ids)
    expect(body.samples[0]).toMatchObject({ author: 'Reader', body: expect.stringContaining('bridge') })
    expect(await statuses()).toEqual(['held', 'held', 'held'])
  })

  it('counts of a selection what can be decided on as it was seen', async () => {
    await edit(here.ids[0] ?? '')
    await here.people.bob.decide(here.ids[1] ?? '', 'publish')
    const { body } = await preview(here.people.ann, { ids: here.ids.map((id) => ({ id, onRevision: 1 })) })
    expect([body.count, namesOf(body.samples)]).toEqual([1, [here.ids[2]]])
  })

  it('shows at most 500, and says how many are left', async () => {
    await sql`
      insert into comment (site, id, status, author_id, author_role, article_id)
        select 'default', 'flood-' || n, 'held', 'flood', 'reader', 'n-flood' from generate_series(1, 520) n;
      insert into revision (comment_uid, revision, body) select uid, 1, 'text' from comment where id like 'flood-%'
      `.execute(here.stet.context.db)
    const { body } = await preview(here.people.ann, { author: 'flood', article: 'n-flood' })
    expect([body.count, body.left, body.samples.length]).toEqual([500, 20, 5])
    const done = await act(here.people.ann, body.token)
    expect(done.body.decided).toHaveLength(500)
    expect((await preview(here.people.ann, { author: 'flood', article: 'n-flood' })).body.count).toBe(20)
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
    const { status, body } = await here.people.ann.call<SeenProblem>('POST', '/v1/bulk/preview', {
      selection,
    })
    expect(status).toBe(400)
    expect(body.errors?.map(({ pointer }) => pointer)).toEqual(pointers)
  })
})

describe('a bulk act', () => {
  it('decides on all that was shown', async () => {
    const { token } = (await preview(here.people.ann)).body
    await here.people.bob.claim({ article: `n-${here.round}`, count: 3 })
    const { status, body } = await act(here.people.ann, token, { note: 'The same text again' })
    expect([status, namesOf(body.decided), body.conflicts]).toEqual([200, here.ids, []])
    expect(await statuses()).toEqual(['rejected', 'rejected', 'rejected'])
    const item = await here.people.viewer.item(here.ids[0] ?? '')
    expect(item).toMatchObject({
      lease: null,
      decision: { by: { id: 'ann' }, reasons: [{ rule: 'moderator', message: 'Advertising' }] },
    })
    expect(body.decided.find(({ id }) => id === here.ids[0])?.decision).toBe(item.decision?.id)
  })

  it('leaves as it is what has changed, been decided on, erased or come since, and says so', async () => {
    const { token } = (await preview(here.people.ann)).body
    await edit(here.ids[0] ?? '')
    await here.people.bob.decide(here.ids[1] ?? '', 'publish')
    await here.stet.call('DELETE', `/v1/comments/${here.ids[2]}`)
    await hold(`c-${here.round}-late`)
    const { body } = await act(here.people.ann, token)
    expect(body.decided).toEqual([])
    expect(body.conflicts).toEqual([
      { id: here.ids[0], detail: expect.stringContaining('revision 2') },
      { id: here.ids[1], detail: 'bob decided first: publish.' },
      { id: here.ids[2], detail: 'It has been erased.' },
    ])
    expect(await statuses()).toEqual(['pending', 'published', 'erased'])
    expect(await statusOf(`c-${here.round}-late`)).toBe('held')
  })

  it('is one act in the audit, and each decision a part of it', async () => {
    const { body } = await act(here.people.ann, (await preview(here.people.ann)).body.token)
    const rows = await here.stet.context.db
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
    const { token } = (await preview(here.people.ann)).body
    expect((await act(here.people.bob, token)).status).toBe(409)
    const answers = await Promise.all([act(here.people.ann, token), act(here.people.ann, token)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const later = (await preview(here.people.ann)).body.token
    await here.stet.context.db.updateTable('bulk_preview').set({ expires_at: new Date() }).execute()
    expect((await act(here.people.ann, later)).status).toBe(409)
    expect((await act<SeenProblem>(here.people.ann, 'no-token')).body.errors?.[0]?.pointer).toBe('/token')
  })

  it('never ends with two decisions on one comment when two do the same at once', async () => {
    const tokens = [(await preview(here.people.ann)).body.token, (await preview(here.people.bob)).body.token]
    const answers = await Promise.all([
      act(here.people.ann, tokens[0] ?? ''),
      act(here.people.bob, tokens[1] ?? ''),
    ])
    expect(answers.flatMap(({ body }) => namesOf(body.decided)).sort()).toEqual(here.ids)
    expect(answers.flatMap(({ body }) => namesOf(body.conflicts)).sort()).toEqual(here.ids)
  })
})
