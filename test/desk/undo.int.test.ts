import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aComment, judgeAs, send } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { reportsToNobody } from '../helpers/outward.js'
import { type People, peopleAt } from '../helpers/people.js'
import { startStet, type TestStet } from '../helpers/stet.js'

// Long enough that no test sees its end.
const long = 600_000

let stet: TestStet
let people: People
let id = ''
let round = 0
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase(), ...reportsToNobody }, { workers: false })
  people = await peopleAt(stet, long)
})
afterAll(async () => {
  await people?.stop()
  await stet?.stop()
})
beforeEach(async () => {
  round += 1
  id = `c-${round}`
  await send(stet, aComment(id))
})

const row = () =>
  stet.context.db.selectFrom('comment').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const reports = async () =>
  stet.context.db
    .selectFrom('report')
    .innerJoin('comment', 'comment.uid', 'report.comment_uid')
    .select(['report.id', 'report.type', 'report.state', 'report.decision_id'])
    .where('comment.id', '=', id)
    .orderBy('report.decision_id')
    .execute()
const states = async () => (await reports()).map(({ type, state }) => `${type} ${state}`)
/** As if the time were over in which an undo is silent. */
const letGo = () =>
  stet.context.db.updateTable('report').set({ due_at: new Date() }).where('state', '=', 'pending').execute()
const audit = async () =>
  stet.context.db
    .selectFrom('audit')
    .select(['actor', 'action', 'detail'])
    .where('subject', '=', `comment:${id}`)
    .orderBy('id')
    .execute()

describe('undoing one’s own decision', () => {
  it('puts the decision before in force again, as it was, and says what it undid', async () => {
    const { ann } = people
    await judgeAs(stet, id, 'hold', { rule: 'insult', toxic: 0.8 })
    const [before, rank] = [await ann.item(id), (await row()).rank]
    const decided = await ann.decide(id, 'reject', { reason: 'Insult' })
    const undone = await ann.undo(decided.body.id)
    expect(undone.status).toBe(201)
    expect(undone.body).toMatchObject({
      verdict: 'hold',
      by: { kind: 'moderator', id: 'ann' },
      undoes: decided.body.id,
    })
    const after = await ann.item(id)
    const { reasons, scores, model, rules, missing } = before.decision ?? {}
    expect(after.decision).toMatchObject({ reasons, scores, model, rules, missing })
    expect(after).toMatchObject({ status: 'held', judgement: before.judgement })
    expect((await row()).rank).toBe(rank)
  })

  it('is silent while the report is held back, and its job finds nothing to send', async () => {
    await judgeAs(stet, id, 'hold')
    const { body } = await people.ann.decide(id, 'publish')
    expect(body.silentForMs).toBe(long)
    expect((await people.ann.undo(body.id)).body.silentForMs).toBe(0)
    expect(await states()).toEqual(['comment.held pending', 'comment.published cancelled'])
  })

  it('has a report of its own later', async () => {
    await judgeAs(stet, id, 'hold')
    const { body } = await people.ann.decide(id, 'publish')
    await letGo()
    expect((await people.ann.undo(body.id)).body.silentForMs).toBe(long)
    expect(await states()).toEqual([
      'comment.held pending',
      'comment.published pending',
      'comment.held pending',
    ])
  })

  it('can itself be undone, silently or not, as often as one likes; outside and inside agree', async () => {
    await judgeAs(stet, id, 'hold')
    let last = (await people.ann.decide(id, 'publish')).body
    for (const [passes, verdict, told] of [
      [false, 'hold', 'held'],
      [false, 'publish', 'published'],
      [false, 'hold', 'held'],
      [true, 'publish', 'published'],
      [true, 'hold', 'held'],
      [false, 'publish', 'published'],
    ] as const) {
      if (passes) await letGo()
      const { status, body } = await people.ann.undo(last.id)
      expect([status, body.verdict, body.undoes]).toEqual([201, verdict, last.id])
      last = body
      const heard = (await reports()).filter(({ state }) => state !== 'cancelled').at(-1)
      expect(heard?.type).toBe(`comment.${told}`)
    }
  })

  it('holds what nobody had decided before', async () => {
    const { body } = await people.ann.decide(id, 'publish')
    expect((await people.ann.undo(body.id)).body).toMatchObject({ verdict: 'hold' })
    expect((await row()).status).toBe('held')
  })

  it('leases what is held again to whoever undid it', async () => {
    await judgeAs(stet, id, 'hold', { priority: 1_000 + round })
    const { body } = await people.ann.decide(id, 'publish')
    await people.ann.undo(body.id)
    expect((await people.bob.item(id)).lease?.moderator).toBe('ann')
    expect(await people.bob.claim()).not.toContain(id)
  })

  it('is in the audit, with what it undid', async () => {
    await judgeAs(stet, id, 'hold')
    const { body } = await people.ann.decide(id, 'publish')
    const undone = await people.ann.undo(body.id)
    expect(await audit()).toEqual([
      { actor: 'ann', action: 'decide', detail: { decision: body.id, verdict: 'publish' } },
      {
        actor: 'ann',
        action: 'undo',
        detail: { decision: undone.body.id, verdict: 'hold', undoes: body.id },
      },
    ])
  })

  it('leaves the comment to anybody, for it is the machine’s decision that is in force', async () => {
    await judgeAs(stet, id, 'reject')
    const seen = (await people.bob.item(id)).decision?.id
    const { body } = await people.ann.decide(id, 'publish')
    await people.ann.undo(body.id)
    expect((await row()).status).toBe('rejected')
    expect((await people.bob.decide(id, 'publish', { onDecision: seen })).status).toBe(201)
  })
})

describe('undoing', () => {
  it('another’s decision is for a chief', async () => {
    await judgeAs(stet, id, 'hold')
    const { body } = await people.ann.decide(id, 'publish')
    const refused = await people.bob.undo(body.id)
    expect([refused.status, refused.body.decision?.id]).toEqual([403, body.id])
    expect((await row()).status).toBe('published')
    expect((await people.chief.undo(body.id)).status).toBe(201)
    expect((await row()).status).toBe('held')
  })

  it('what has been followed by another decision is refused, and says by whom and what', async () => {
    await judgeAs(stet, id, 'hold')
    const first = (await people.ann.decide(id, 'hold')).body
    const second = (await people.bob.decide(id, 'reject')).body
    const refused = await people.ann.undo(first.id)
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject({
      detail: 'bob has decided since: reject.',
      decision: { id: second.id },
    })
  })

  it('twice is refused the second time', async () => {
    await judgeAs(stet, id, 'hold')
    const { body } = await people.ann.decide(id, 'publish')
    const answers = await Promise.all([people.ann.undo(body.id), people.ann.undo(body.id)])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  it('is refused once the text is another', async () => {
    await judgeAs(stet, id, 'hold')
    const { body } = await people.ann.decide(id, 'publish')
    await stet.call('POST', '/v1/comments', { body: aComment(id, { body: 'Other words.' }) })
    const refused = await people.ann.undo(body.id)
    expect([refused.status, refused.body.revision]).toEqual([409, 2])
    expect((await row()).status).toBe('pending')
  })

  it('is refused once the comment is erased', async () => {
    await judgeAs(stet, id, 'hold')
    const { body } = await people.ann.decide(id, 'publish')
    await stet.call('DELETE', `/v1/comments/${id}`)
    expect((await people.ann.undo(body.id)).status).toBe(409)
    expect((await row()).status).toBe('erased')
  })

  it('the machine’s decision is refused', async () => {
    await judgeAs(stet, id, 'hold')
    const decision = (await row()).decision_id ?? ''
    expect((await people.chief.undo(decision)).status).toBe(409)
  })

  it.each([
    ['999999999999', 404],
    ['none', 400],
    ['9999999999999999999', 400],
  ])('%s is answered with %i', async (decision, status) => {
    expect((await people.chief.undo(decision)).status).toBe(status)
  })
})
