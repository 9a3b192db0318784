import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aComment, judgeAs, type SeenComment, type SeenProblem, send } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { judgeWhile } from '../helpers/judge.js'
import { reportsToNobody } from '../helpers/outward.js'
import { peopleAt } from '../helpers/people.js'
import { moderatorToken, startStet, type TestStet } from '../helpers/stet.js'

let stet: TestStet
let id = ''
let round = 0
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase(), ...reportsToNobody }, { workers: false })
})
afterAll(() => stet?.stop())
beforeEach(async () => {
  round += 1
  id = `c-${round}`
  await send(stet, aComment(id))
})

const desk = <T>(method: string, path: string, body?: unknown, moderator = 'ann') =>
  stet.call<T>(method, path, { key: moderatorToken, body, headers: { 'stet-moderator': moderator } })
type Answer = SeenProblem & {
  id: string
  verdict: string
  decision?: { id: string; verdict: string; by: { id: string } }
  revision?: number
}
const decide = (verdict: string, more: Record<string, unknown> = {}, moderator = 'ann') =>
  desk<Answer>('POST', `/v1/comments/${id}/decisions`, { verdict, onRevision: 1, ...more }, moderator)
const get = async () => (await stet.call<SeenComment>('GET', `/v1/comments/${id}`)).body
const edit = (body: string) => stet.call('POST', '/v1/comments', { body: aComment(id, { body }) })
const reports = () =>
  stet.context.db
    .selectFrom('report')
    .innerJoin('comment', 'comment.uid', 'report.comment_uid')
    .select(['report.type', 'report.revision'])
    .where('comment.id', '=', id)
    .orderBy('report.created_at')
    .execute()

describe('a moderator’s decision', () => {
  it('is recorded with who and why, is what the site sees, and is reported', async () => {
    await judgeAs(stet, id, 'hold')
    const depth = await stet.context.queues.depth('reports')
    const { status, body } = await decide('reject', { reason: 'Attacks a reader', note: 'Third time' })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      verdict: 'reject',
      by: { kind: 'moderator', id: 'ann' },
      reasons: [
        { rule: 'moderator', verdict: 'reject', message: 'Attacks a reader', spans: [], shadow: false },
      ],
    })
    expect(await get()).toMatchObject({ status: 'rejected', decision: { id: body.id, verdict: 'reject' } })
    expect((await reports()).map(({ type }) => type)).toEqual(['comment.held', 'comment.rejected'])
    expect(await stet.context.queues.depth('reports')).toBe(depth + 1)
    const receipt = await stet.call<{ receipt: { note: string } }>('GET', `/v1/comments/${id}?receipt=1`)
    expect(receipt.body.receipt.note).toBe('Third time')
  })

  it('is made in the desk’s own name when the moderator gives none', async () => {
    await judgeAs(stet, id, 'hold')
    const { body } = await stet.call('POST', `/v1/comments/${id}/decisions`, {
      key: moderatorToken,
      body: { verdict: 'publish', onRevision: 1 },
    })
    expect(body.by).toEqual({ kind: 'moderator', id: 'moderator' })
  })

  it('is refused when another decided first, who and what is said, and the first word stands', async () => {
    await judgeAs(stet, id, 'hold')
    const first = await decide('publish')
    const { status, headers, body } = await decide('reject', {}, 'bob')
    expect([status, headers.get('content-type')]).toEqual([409, 'application/problem+json'])
    expect(body.detail).toContain('ann')
    expect(body.decision).toMatchObject({ id: first.body.id, verdict: 'publish', by: { id: 'ann' } })
    expect((await get()).status).toBe('published')
  })

  it('is made once when two decide at the same moment', async () => {
    await judgeAs(stet, id, 'hold')
    const answers = await Promise.all(['ann', 'bob', 'cid', 'dot'].map((name) => decide('reject', {}, name)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409])
  })

  it('may follow a moderator’s hold: somebody else takes a second look', async () => {
    await judgeAs(stet, id, 'reject')
    expect((await decide('hold')).status).toBe(201)
    expect((await decide('publish', {}, 'bob')).status).toBe(201)
    expect((await get()).status).toBe('published')
  })

  it.each(['publish', 'hold', 'reject'] as const)('may follow the machine’s %s', async (verdict) => {
    await judgeAs(stet, id, verdict)
    expect((await decide('publish')).status).toBe(201)
  })

  it('is refused when the text has changed since, and says where it is now', async () => {
    await judgeAs(stet, id, 'hold')
    await edit('I meant June.')
    await judgeAs(stet, id, 'hold')
    const { status, body } = await decide('publish')
    expect([status, body.revision]).toEqual([409, 2])
    expect(body.detail).toContain('revision 2')
    expect((await get()).status).toBe('held')
    expect((await decide('publish', { onRevision: 2 })).status).toBe(201)
  })

  it('may come before the machine’s, which is then left out', async () => {
    expect((await decide('reject')).status).toBe(201)
    await judgeWhile(stet, id, async () => expect.unreachable('a decided comment was read'))
    expect(await get()).toMatchObject({ status: 'rejected', decision: { by: { kind: 'moderator' } } })
  })

  it('may come while the machine judges, and stands', async () => {
    await judgeWhile(stet, id, () => decide('reject'))
    expect(await get()).toMatchObject({ status: 'rejected', decision: { by: { kind: 'moderator' } } })
  })

  it('says nothing of a text that its author writes afterwards: that is judged anew', async () => {
    await judgeAs(stet, id, 'hold')
    await decide('publish')
    await edit('Now for something quite different.')
    expect(await get()).toMatchObject({ revision: 2, status: 'pending', decision: null })
    await judgeAs(stet, id, 'hold')
    expect(await get()).toMatchObject({ revision: 2, status: 'held', decision: { by: { kind: 'machine' } } })
    expect((await decide('reject', { onRevision: 2 }, 'bob')).status).toBe(201)
    expect(await reports()).toEqual([
      { type: 'comment.held', revision: 1 },
      { type: 'comment.published', revision: 1 },
      { type: 'comment.held', revision: 2 },
      { type: 'comment.rejected', revision: 2 },
    ])
  })

  type Seen = 'nothing' | 'the machine’s' | 'the one that stands'
  const replacing: [who: string, seen: Seen, stands: string, status: number][] = [
    ['ann', 'nothing', 'publish', 409],
    ['ann', 'the machine’s', 'publish', 409],
    ['ann', 'the one that stands', 'publish', 201],
    ['bob', 'the one that stands', 'publish', 403],
    ['cleo', 'the one that stands', 'publish', 201],
    ['cleo', 'the machine’s', 'publish', 409],
    ['cleo', 'nothing', 'publish', 409],
    ['bob', 'nothing', 'hold', 201],
    ['bob', 'the one that stands', 'hold', 201],
    ['bob', 'the machine’s', 'hold', 409],
  ]
  it.each(replacing)(
    'of %s, who saw %s, where ann’s %s stands, is answered with %i',
    async (name, seen, stands, status) => {
      const people = await peopleAt(stet)
      await judgeAs(stet, id, 'hold')
      const machines = (await get()).decision?.id
      const standing = (await people.ann.decide(id, stands as 'publish')).body
      const who = { ann: people.ann, bob: people.bob, cleo: people.chief }[name] ?? people.viewer
      const onDecision = seen === 'nothing' ? undefined : seen === 'the machine’s' ? machines : standing.id
      const answer = await who.decide(id, 'reject', { onDecision })
      expect(answer.status).toBe(status)
      if (status !== 201) expect(answer.body.decision).toMatchObject({ id: standing.id, by: { id: 'ann' } })
      expect((await get()).decision?.by.id).toBe(status === 201 ? name : 'ann')
      await people.stop()
    },
  )

  it('to hold a comment keeps it as urgent as it was', async () => {
    await judgeAs(stet, id, 'hold', { toxic: 0.9 })
    const rank = async () =>
      (
        await stet.context.db
          .selectFrom('comment')
          .select('rank')
          .where('id', '=', id)
          .executeTakeFirstOrThrow()
      ).rank
    const before = await rank()
    await decide('hold')
    expect(await rank()).toBe(before)
  })

  it('needs a comment', async () => {
    const path = '/v1/comments/never-sent/decisions'
    expect((await desk('POST', path, { verdict: 'publish', onRevision: 1 })).status).toBe(404)
  })

  const bad: [unknown, string][] = [
    [undefined, ''],
    [{ onRevision: 1 }, '/verdict'],
    [{ verdict: 'delete', onRevision: 1 }, '/verdict'],
    [{ verdict: 'publish' }, '/onRevision'],
    [{ verdict: 'publish', onRevision: 0 }, '/onRevision'],
    [{ verdict: 'publish', onRevision: '1' }, '/onRevision'],
    [{ verdict: 'publish', onRevision: 1, reason: '' }, '/reason'],
    [{ verdict: 'publish', onRevision: 1, reason: 'x'.repeat(201) }, '/reason'],
    [{ verdict: 'publish', onRevision: 1, reason: 'a\u0000b' }, '/reason'],
    [{ verdict: 'publish', onRevision: 1, reason: 'a\ud800b' }, '/reason'],
    [{ verdict: 'publish', onRevision: 1, note: 'x'.repeat(2_001) }, '/note'],
    [{ verdict: 'publish', onRevision: 1, note: 'a\u0000b' }, '/note'],
    [{ verdict: 'publish', onRevision: 1, because: 'x' }, '/because'],
  ]
  it.each(bad)('is refused with %j', async (body, pointer) => {
    const answer = await desk<SeenProblem>('POST', `/v1/comments/${id}/decisions`, body)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/problem+json'])
    expect(answer.body.errors?.map((error) => error.pointer)).toEqual([pointer])
    expect((await get()).status).toBe('pending')
  })
})

describe('the counts', () => {
  it('agree with what happened', async () => {
    type Stats = {
      comments: Record<string, number>
      reports: Record<string, number>
      oldestPendingSeconds: number
    }
    const stats = async () => (await desk<Stats>('GET', '/v1/stats')).body
    const before = await stats()
    await judgeAs(stet, id, 'hold')
    await send(stet, aComment(`${id}-2`))
    const after = await stats()
    expect(after.comments).toEqual({
      ...before.comments,
      held: (before.comments.held ?? 0) + 1,
    })
    expect(after.reports).toEqual({ ...before.reports, pending: (before.reports.pending ?? 0) + 1 })
    expect(after.oldestPendingSeconds).toBeGreaterThan(0)
    await stet.context.db.updateTable('comment').set({ status: 'published' }).execute()
    expect((await stats()).oldestPendingSeconds).toBeNull()
  })
})
