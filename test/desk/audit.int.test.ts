import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AuditEntryView } from '../../src/desk/schemas/audit.js'
import { recordAudits } from '../../src/store/audit.js'
import { aComment, judgeAs, type SeenProblem, send } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { type People, peopleAt } from '../helpers/people.js'
import { startStet, type TestStet } from '../helpers/stet.js'

type Page = { items: AuditEntryView[]; nextCursor: string | null }

let stet: TestStet
let people: People
beforeAll(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  people = await peopleAt(stet)
  await send(stet, aComment('c-1'), aComment('c-2'))
  await judgeAs(stet, 'c-1', 'hold')
  const { ann, bob } = people
  const { body } = await ann.decide('c-1', 'publish', { note: 'Confidential words' })
  await ann.undo(body.id)
  await bob.call('POST', '/v1/queue/skip', { id: 'c-1', reason: 'colleague', note: 'Confidential words' })
  await bob.call('POST', '/v1/comments/c-2/notes', { text: 'Confidential words' })
  await ann.claim()
})
afterAll(async () => {
  await people?.stop()
  await stet?.stop()
})

const audit = <T = Page>(query = '') => people.chief.call<T>('GET', `/v1/audit${query}`)
const acts = async (query = '') =>
  (await audit(query)).body.items.map(({ actor, action, subject }) => `${actor} ${action} ${subject}`)
const csv = async (query = '') => {
  const answer = await fetch(`${people.chief.url}/v1/audit.csv${query}`)
  return { answer, lines: (await answer.text()).split('\r\n').slice(0, -1) }
}

it('has every act with who, what and to what, the latest first, and no word of a comment or note', async () => {
  expect(await acts()).toEqual([
    'bob note comment:c-2',
    'bob skip comment:c-1',
    'ann undo comment:c-1',
    'ann decide comment:c-1',
  ])
  expect(JSON.stringify((await audit()).body)).not.toContain('Confidential')
})

const soon = new Date(Date.now() + 60_000).toISOString()
it.each([
  ['?actor=bob', 2],
  ['?actor=nobody', 0],
  ['?action=decide', 1],
  ['?subject=comment:c-1', 3],
  ['?subject=comment:c-1&actor=ann&action=undo', 1],
  [`?to=${soon}`, 4],
  [`?from=${soon}`, 0],
  ['?to=0000-01-01T00:00:00Z', 0],
])('%s leaves %i acts, in the list as in the table', async (query, count) => {
  expect(await acts(query)).toHaveLength(count)
  expect((await csv(query)).lines).toHaveLength(count + 1)
})

it('is a table for spreadsheets, in which nothing is run', async () => {
  const { answer, lines } = await csv('?action=decide')
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(answer.headers.get('content-disposition')).toContain('audit.csv')
  expect(lines[0]).toBe('"id","at","actor","via","action","subject","parent","detail"')
  expect(lines[1]).toMatch(
    /^"\d+","[^"]+Z","ann","test","decide","comment:c-1","","\{""verdict"":""publish""/,
  )
  const { db } = stet.context
  await recordAudits(db, [{ site: 'default', actor: '@eve', via: 't', action: '=1', subject: '-x' }])
  expect((await csv('?actor=@eve')).lines[1]).toContain(`"'@eve","t","'=1","'-x"`)
})

it('is read in pages without gap or repeat while acts are added, whole however long it is', async () => {
  const by = { site: 'default', actor: 'mass', via: 't', action: 'a' }
  const many = Array.from({ length: 1_203 }, (_, index) => ({ ...by, subject: `s-${index}` }))
  await recordAudits(stet.context.db, many)
  const { lines } = await csv('?actor=mass')
  expect(lines).toHaveLength(1_204)
  expect(new Set(lines).size).toBe(1_204)
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body }: { body: Page } = await audit(`?actor=mass&limit=200${cursor && `&cursor=${cursor}`}`)
    seen.push(...body.items.map(({ subject }) => subject))
    cursor = body.nextCursor
    await recordAudits(stet.context.db, [{ ...by, subject: 'later' }])
  }
  expect(seen).toEqual(many.map(({ subject }) => subject).reverse())
})

it.each([
  ['?cursor=nonsense', '/cursor'],
  ['?limit=0', '/limit'],
  ['?from=yesterday', '/from'],
  ['?who=ann', '/who'],
])('%s is refused', async (query, pointer) => {
  const { status, body } = await audit<SeenProblem>(query)
  expect([status, body.errors?.map((error) => error.pointer)]).toEqual([400, [pointer]])
})

it('is for a chief', async () => {
  expect((await people.ann.call('GET', '/v1/audit')).status).toBe(403)
  expect((await people.ann.call('GET', '/v1/audit.csv')).status).toBe(403)
})
