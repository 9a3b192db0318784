import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { BulkAnswer } from '../../src/desk/schemas/bulk.js'
import { namesOf, useBulk } from '../helpers/bulk.js'
import type { Person } from '../helpers/people.js'

const here = useBulk()
const { preview, act, statusOf, statuses } = here
const undo = <T = BulkAnswer>(who: Person, id: string) => who.call<T>('POST', `/v1/bulk/${id}/undo`)
const reports = async () => {
  const { rows } = await sql<{ line: string }>`
    select report.type || ' ' || report.state as line from report join comment on comment.uid = report.comment_uid
    where comment.id = any(${here.ids}::text[]) and report.type <> 'comment.held' or report.decision_id in (
      select id from decision where undoes is not null and comment_uid = report.comment_uid)
    order by 1`.execute(here.stet.context.db)
  return rows.map(({ line }) => line)
}

describe('undoing a bulk act', () => {
  const done = async () => (await act(here.people.ann, (await preview(here.people.ann)).body.token)).body

  it('puts all of it back as one, and nobody outside hears of either', async () => {
    const bulk = await done()
    const { status, body } = await undo(here.people.ann, bulk.id)
    expect([status, namesOf(body.decided), body.conflicts]).toEqual([200, here.ids, []])
    expect(await statuses()).toEqual(['held', 'held', 'held'])
    expect(await reports()).toEqual(Array(3).fill('comment.rejected cancelled'))
  })

  it('has reports of its own once the others have gone', async () => {
    const bulk = await done()
    await here.stet.context.db.updateTable('report').set({ state: 'delivered' }).execute()
    await undo(here.people.ann, bulk.id)
    expect(await reports()).toEqual([
      ...Array(3).fill('comment.held pending'),
      ...Array(3).fill('comment.rejected delivered'),
    ])
  })

  it('leaves what has been decided on since', async () => {
    const bulk = await done()
    const seen = bulk.decided[0]
    await here.people.chief.decide(seen?.id ?? '', 'publish', { onDecision: seen?.decision })
    const { body } = await undo(here.people.ann, bulk.id)
    expect(body.conflicts).toEqual([{ id: seen?.id, detail: 'cleo has decided since: publish.' }])
    expect(body.decided).toHaveLength(2)
    expect(await statusOf(seen?.id ?? '')).toBe('published')
  })

  it('can itself be undone', async () => {
    const undone = await undo(here.people.ann, (await done()).id)
    expect(namesOf((await undo(here.people.ann, undone.body.id)).body.decided)).toEqual(here.ids)
    expect(await statuses()).toEqual(['rejected', 'rejected', 'rejected'])
  })

  it('of another is for a chief', async () => {
    const bulk = await done()
    expect((await undo(here.people.bob, bulk.id)).status).toBe(403)
    expect(namesOf((await undo(here.people.chief, bulk.id)).body.decided)).toEqual(here.ids)
  })

  it('twice finds nothing left', async () => {
    const bulk = await done()
    await undo(here.people.ann, bulk.id)
    const { body } = await undo(here.people.ann, bulk.id)
    expect([body.decided, namesOf(body.conflicts)]).toEqual([[], here.ids])
  })

  it('needs a bulk act', async () => {
    expect((await undo(here.people.chief, '999999999')).status).toBe(404)
    await here.people.ann.decide(here.ids[0] ?? '', 'publish')
    const { id } = await here.stet.context.db
      .selectFrom('audit')
      .select('id')
      .where('action', '=', 'decide')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    expect((await undo(here.people.chief, id)).status).toBe(404)
  })
})
