import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Item } from '../../src/desk/schemas/item.js'
import { aComment, judgeAs, type SeenProblem, send } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { moderatorToken, startStet, type TestStet } from '../helpers/stet.js'

let stet: TestStet
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  const of = (author: string, article: string, section: string) => ({
    author: { id: author },
    article: { id: article, section },
  })
  await send(
    stet,
    aComment('mild', of('ann', 'n-1', 'world')),
    aComment('grave', { ...of('bob', 'n-1', 'world'), parentId: 'mild' }),
    aComment('middling', of('ann', 'n-2', 'sport')),
    aComment('published', of('ann', 'n-2', 'sport')),
    aComment('rejected', of('bob', 'n-2', 'sport')),
    aComment('pending', of('ann', 'n-2', 'sport')),
  )
  await judgeAs(stet, 'mild', 'hold', { rule: 'link', toxic: 0.1 })
  await judgeAs(stet, 'grave', 'hold', { rule: 'insult', toxic: 0.9 })
  await judgeAs(stet, 'middling', 'hold', { rule: 'insult', toxic: 0.5 })
  await judgeAs(stet, 'published', 'publish', { rule: 'none' })
  await judgeAs(stet, 'rejected', 'reject', { rule: 'threat' })
})
afterAll(() => stet?.stop())

const queue = <T = { items: Item[] }>(query: string) =>
  stet.call<T>('GET', `/v1/queue${query}`, { key: moderatorToken })
const ids = async (query: string) => (await queue(query)).body.items.map(({ id }) => id)

describe('the queue', () => {
  it.each([
    ['', ['grave', 'middling', 'mild']],
    ['?sort=priority', ['grave', 'middling', 'mild']],
    ['?sort=oldest', ['mild', 'grave', 'middling']],
    ['?sort=newest', ['middling', 'grave', 'mild']],
    ['?status=published', ['published']],
    ['?status=rejected', ['rejected']],
    ['?status=pending', ['pending']],
    ['?rule=insult&sort=oldest', ['grave', 'middling']],
    ['?rule=threat', []],
    ['?rule=threat&status=rejected', ['rejected']],
    ['?section=world&sort=oldest', ['mild', 'grave']],
    ['?article=n-2', ['middling']],
    ['?author=ann&sort=oldest', ['mild', 'middling']],
    ['?author=ann&rule=link', ['mild']],
    ['?author=nobody', []],
    [`?rule=${encodeURIComponent(`"}]'::jsonb; drop table lease; --`)}`, []],
  ])('%s shows %j', async (query, expected) => {
    expect(await ids(query)).toEqual(expected)
  })

  it('shows what a moderator needs: decision, author’s record, parent, lease', async () => {
    const [grave, middling] = (await queue('')).body.items
    expect(grave).toMatchObject({
      body: aComment('grave').body,
      decision: { verdict: 'hold', by: { kind: 'machine' }, reasons: [{ rule: 'insult' }] },
      record: { published: 0, held: 0, rejected: 1 },
      parent: { id: 'mild', body: aComment('mild').body, author: { id: 'ann', name: null }, status: 'held' },
      lease: null,
      language: null,
      notes: 0,
      edits: 0,
      skippedBy: [],
    })
    expect(grave?.judgement).toEqual(grave?.decision)
    expect(Date.parse(grave?.waitingSince ?? '')).toBeLessThan(Date.now())
    expect(middling).toMatchObject({ record: { published: 1, held: 1, rejected: 0 }, parent: null })
  })

  const bad: [string, string][] = [
    ['?limit=0', '/limit'],
    ['?limit=101', '/limit'],
    ['?limit=many', '/limit'],
    ['?status=erased', '/status'],
    ['?sort=worst', '/sort'],
    ['?author=', '/author'],
    ['?rule=%00', '/rule'],
    ['?section=%00', '/section'],
    ['?sortt=oldest', '/sortt'],
    ['?cursor=', '/cursor'],
    ['?cursor=nonsense', '/cursor'],
    ['?minScore=2', '/minScore'],
    ['?label=rude', '/label'],
    ['?minAgeMinutes=-1', '/minAgeMinutes'],
    [`?sort=newest&cursor=${Buffer.from('["oldest","1","2"]').toString('base64url')}`, '/cursor'],
    [`?cursor=${Buffer.from('["priority","NaN","2"]').toString('base64url')}`, '/cursor'],
    [`?cursor=${Buffer.from('["1; drop table lease","2"]').toString('base64url')}`, '/cursor'],
    [`?cursor=${Buffer.from('["1","99999999999999999999"]').toString('base64url')}`, '/cursor'],
    [`?cursor=${Buffer.from('["1","9999999999999999999"]').toString('base64url')}`, '/cursor'],
    [`?cursor=${'A'.repeat(300)}`, '/cursor'],
  ]
  it.each(bad)('refuses %s', async (query, pointer) => {
    const { status, headers, body } = await queue<SeenProblem>(query)
    expect([status, headers.get('content-type')]).toEqual([400, 'application/problem+json'])
    expect(body.errors?.map((error) => error.pointer)).toEqual([pointer])
  })
})

describe('filters of the queue', () => {
  const english = 'The council met on Tuesday and nobody came, which says 100% of it.'
  beforeAll(async () => {
    const by = { author: { id: 'filtered' } }
    await send(
      stet,
      aComment('f-insult', { ...by, body: english, language: 'en-GB' }),
      aComment('f-threat', { ...by, body: '<p>Die Brücke ist zu.</p>', language: 'de' }),
      aComment('f-told', { ...by, body: 'O conselho reuniu-se na terça-feira.' }),
      aComment('f-unjudged', { ...by, body: 'Nothing to say of this one.' }),
    )
    await judgeAs(stet, 'f-insult', 'hold', { rule: 'insult', toxic: 0.6 })
    await judgeAs(stet, 'f-threat', 'hold', { rule: 'threat', toxic: 0.2, threat: 0.9 })
    await judgeAs(stet, 'f-told', 'hold', { rule: 'link', toxic: 0.1, signals: { 'language.code': 'pt' } })
    await judgeAs(stet, 'f-unjudged', 'hold', {
      rule: 'link',
      toxic: 0.3,
      signals: { 'language.code': 'und' },
    })
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000)
    for (const [id, minutes] of [
      ['f-insult', 90],
      ['f-threat', 30],
    ] as const)
      await stet.context.db
        .updateTable('comment')
        .set({ revised_at: ago(minutes) })
        .where('id', '=', id)
        .execute()
    // A moderator's second look hides nothing of what the machine said.
    await stet.call('POST', '/v1/comments/f-threat/decisions', {
      key: moderatorToken,
      body: { verdict: 'hold', onRevision: 1 },
    })
  })

  it.each([
    ['rule=threat', ['f-threat']],
    ['label=threat', ['f-threat']],
    ['label=toxic', ['f-insult']],
    ['label=toxic&minScore=0.2', ['f-insult', 'f-threat', 'f-unjudged']],
    ['label=toxic&minScore=0.2&maxScore=0.25', ['f-threat']],
    ['label=toxic&maxScore=0.25', ['f-threat', 'f-told']],
    ['minScore=0.5', ['f-insult', 'f-threat']],
    ['maxScore=0.5', ['f-told', 'f-unjudged']],
    ['minAgeMinutes=60', ['f-insult']],
    ['minAgeMinutes=20&maxAgeMinutes=60', ['f-threat']],
    ['maxAgeMinutes=20', ['f-told', 'f-unjudged']],
    ['language=en', ['f-insult']],
    ['language=EN-gb', ['f-insult']],
    ['language=pt', ['f-told']],
    ['language=de&rule=threat', ['f-threat']],
    ['language=de&rule=insult', []],
    ['q=TUESDAY', ['f-insult']],
    ['q=nobody%20tuesday', ['f-insult']],
    ['q=nobody%20wednesday', []],
    ['q=br%C3%BCcke', ['f-threat']],
    ['q=100%25', ['f-insult']],
    ['q=10_%25', []],
    ['q=%5C', []],
  ])('%s leaves %j, in the list as in the count', async (query, expected) => {
    expect(await ids(`?author=filtered&sort=oldest&${query}`)).toEqual(expected)
    const { body } = await stet.call('GET', `/v1/queue/count?author=filtered&${query}`, {
      key: moderatorToken,
    })
    expect(body).toEqual({ count: expected.length })
  })
})

describe('one comment as the queue shows it', () => {
  const item = <T = Item>(id: string) => stet.call<T>('GET', `/v1/queue/items/${id}`, { key: moderatorToken })

  it('may have any status', async () => {
    expect((await item('published')).body).toMatchObject({ id: 'published', status: 'published' })
    expect((await item('pending')).body).toMatchObject({ status: 'pending', decision: null, judgement: null })
  })

  it('has what the machine said of its present text, and how often it was edited', async () => {
    await send(stet, aComment('edited', { author: { id: 'one-item' } }))
    await judgeAs(stet, 'edited', 'hold', { rule: 'first', signals: { 'language.code': 'en' } })
    await send(stet, aComment('edited', { author: { id: 'one-item' }, body: 'Something else.' }))
    expect((await item('edited')).body).toMatchObject({ edits: 1, judgement: null, body: 'Something else.' })
    await judgeAs(stet, 'edited', 'publish', { rule: 'second', signals: { 'language.code': 'en' } })
    await stet.call('POST', '/v1/comments/edited/decisions', {
      key: moderatorToken,
      body: { verdict: 'reject', onRevision: 2 },
    })
    const { body } = await item('edited')
    expect(body.decision?.by.kind).toBe('moderator')
    expect(body).toMatchObject({ language: 'en', judgement: { reasons: [{ rule: 'second' }] } })
  })

  it('has no text once it is erased', async () => {
    await send(stet, aComment('erased', { author: { id: 'one-item' } }))
    await stet.call('DELETE', '/v1/comments/erased')
    expect((await item('erased')).body).toMatchObject({ status: 'erased', body: null })
  })

  it('is not found where there is none', async () => {
    expect((await item<SeenProblem>('never-sent')).status).toBe(404)
  })
})
