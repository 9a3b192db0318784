import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { BacktestAnswer } from '../../src/desk/run-backtest.js'
import { runBacktest } from '../../src/desk/run-backtest.js'
import type { Decision } from '../../src/domain/decision.js'
import { triedSet } from '../../src/rules/tried-set.js'
import { declarations } from '../../src/signals/all.js'
import { aComment, type SeenProblem } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { runStet } from '../helpers/run-stet.js'
import { moderatorToken, startStet, type TestStet } from '../helpers/stet.js'

let folder: string
let url: string
let stet: TestStet
const file = (name: string) => join(folder, name)
const rules = (...when: string[]) =>
  [
    'version: 1',
    'lists: { banned: banned.txt }',
    'rules:',
    ...when.map(
      (one, at) => `  - { name: r${at}, when: ${JSON.stringify(one)}, then: hold, because: So it is }`,
    ),
  ].join('\n')
const live = rules('text.has(banned)')
const tried = rules('length.words >= 8', 'text.has(banned) && length.words >= 8')
const key = moderatorToken

async function decided(id: string, body: string, section: string): Promise<Decision> {
  const article = { id: 'n-1', section }
  const comment = aComment(id, { body, article, author: { id: `author of ${id}` } })
  const answer = await stet.call<{ decision: Decision }>('POST', '/v1/comments?wait=10000', { body: comment })
  expect(answer.status).toBe(200)
  return answer.body.decision
}

async function moderate(id: string, verdict: string): Promise<void> {
  const body = { verdict, onRevision: 1 }
  expect((await stet.call('POST', `/v1/comments/${id}/decisions`, { body, key })).status).toBe(201)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stet-backtest-'))
  await writeFile(file('banned.txt'), 'quibble\n')
  await writeFile(file('live.yaml'), live)
  await writeFile(file('tried.yaml'), tried)
  await writeFile(file('wrong.yaml'), live.replace('banned)', 'bannned)'))
  url = await freshDatabase()
  stet = await startStet({ DATABASE_URL: url, STET_RULES: file('live.yaml') })
  await decided('long-1', 'The new timetable leaves out the last bus.', 'local')
  await decided('long-2', 'The old timetable had it, and nobody complained then.', 'local')
  await decided('long-3', 'Write to the council before the end of May.', 'world')
  await decided('short-1', 'I quibble.', 'world')
  await decided('short-2', 'Agreed.', 'world')
  await decided('gone', 'Please take all of these words back for me.', 'world')
  await moderate('long-1', 'publish')
  await moderate('long-2', 'reject')
  await stet.call('DELETE', '/v1/comments/gone')
})
afterAll(async () => {
  await stet.stop()
  await rm(folder, { recursive: true })
})

const run = (...args: string[]) => runStet(url, 'rules', 'backtest', ...args)

const changes = [
  { from: 'publish', to: 'hold', count: 3, reviewed: { published: 1, rejected: 1 } },
  { from: 'hold', to: 'publish', count: 1, reviewed: { published: 0, rejected: 0 } },
]

it('tells a person what would change, what moderators had decided, and what it costs', async () => {
  const { code, out, err } = await run(file('tried.yaml'), '--seconds', '60')
  expect(code).toBe(0)
  const [basis, ...lines] = out.split('\n')
  expect(basis).toBe('5 decisions of 1.0 days. Compared with what was decided:')
  expect(lines.slice(0, 5)).toEqual([
    '  4 verdicts would change',
    '  would hold 3 that were published; moderators had published 1 of the 2 that they decided on, and of the other 1 nobody knows which is right',
    '  would publish 1 that were held; no moderator decided on any of them, so nobody knows which is right',
    '',
    'Held: 1 → 3; 1.0 → 3.0 minutes of moderators a day, at 60 seconds each.',
  ])
  expect(out).toMatch(/^ {2}local +2 +2 +0$/m)
  expect(out).toMatch(/^ {2}long-1 \(decision \d+\): publish → hold, r0; a moderator: publish$/m)
  expect(err).toContain('replayed')
  expect(out + err).not.toContain('timetable')
})

it('answers the same as JSON, and against the rules in force', async () => {
  const json = JSON.parse((await run(file('tried.yaml'), '--json')).out)
  expect(json).toMatchObject({ decisions: 5, of: 5, changes })
  const same = await run(file('live.yaml'), '--against', 'live')
  expect(same.out).toContain('Compared with what the rules in force make of it:\n  no verdict changes\n')
})

it('reads the texts for a list that no receipt knows', async () => {
  const lists = new Map([['banned.txt', 'council\n']])
  const set = triedSet({ file: 'rules.yaml', text: rules('text.has(banned)'), lists }, declarations)
  const answer = await backtestOf(set, 100)
  expect(answer.examples.map(({ comment, to }) => [comment, to])).toEqual(
    expect.arrayContaining([
      ['long-3', 'hold'],
      ['short-1', 'publish'],
    ]),
  )
})

function backtestOf(set: ReturnType<typeof triedSet>, most: number): Promise<BacktestAnswer> {
  const request = { site: 'default', against: undefined, since: new Date(0), secondsPerItem: 30 }
  return runBacktest(stet.context.db, { ...request, tried: set, most, onProgress: () => undefined })
}

it('tries the same sample each time when there are more than it may', async () => {
  const lists = new Map([['banned.txt', 'quibble\n']])
  const set = triedSet({ file: 'rules.yaml', text: tried, lists }, declarations)
  const answer = await backtestOf(set, 2)
  expect(answer.of).toBe(5)
  expect(answer.decisions).toBeLessThan(5)
  const { days, minutesPerDay, ...rest } = await backtestOf(set, 2)
  expect(answer).toMatchObject(rest)
})

const call = <T>(body: unknown, as = key) => stet.call<T>('POST', '/v1/rules/backtest', { body, key: as })

it('answers the desk, which may leave out the lists that are in force', async () => {
  const { status, body } = await call<BacktestAnswer>({ text: tried, against: 'live' })
  expect(status).toBe(200)
  expect(body).toMatchObject({ decisions: 5, of: 5, changes, untried: [] })
  const own = { text: live, lists: { 'banned.txt': 'timetable\n' } }
  expect((await call<BacktestAnswer>(own)).body.held).toEqual({ before: 1, after: 2 })
})

it.each([
  [{ text: live.replace('banned)', 'bannned)') }, '/text', /^line 4, column \d+: rule r0: no list `bannned`/],
  [{ text: live, lists: { 'banned.txt': '...\n' } }, '/lists/banned.txt', /^line 1, column 1: /],
  [{ text: live, most: 50_000 }, '/most', /./],
  [{ text: live, days: 0 }, '/days', /./],
  [{ text: live, sample: 9 }, '/sample', /is not a known key/],
])('refuses %o by naming %s', async (body, pointer, detail) => {
  const { status, body: problem } = await call<SeenProblem>(body)
  expect(status).toBe(400)
  expect(problem.errors?.[0]).toMatchObject({ pointer, detail: expect.stringMatching(detail) })
})

it('is not for the site’s key', async () => {
  const { status } = await stet.call('POST', '/v1/rules/backtest', { body: { text: live } })
  expect(status).toBe(403)
})

it('runs one backtest at a time for the desk', async () => {
  const statuses = await Promise.all([call({ text: tried }), call({ text: tried })])
  expect(statuses.map(({ status }) => status).sort()).toEqual([200, 409])
})

it.each([
  ['no file', [], /^Use: stet rules backtest FILE/],
  [
    'a span that is none',
    ['live.yaml', '--since', 'May'],
    /^--since must be a number of days, such as 30d\./,
  ],
  ['a price that is none', ['live.yaml', '--seconds', 'x'], /^--seconds must be a number from 1 to 3600/],
  ['another set to compare with', ['live.yaml', '--against', 'me'], /^Use: stet rules backtest/],
  ['a file that does not check', ['wrong.yaml'], /no list `bannned`: did you mean `banned`\?/],
])('refuses %s in one sentence', async (_, args, sentence) => {
  const { code, err } = await run(...args.map((arg) => (arg.endsWith('.yaml') ? file(arg) : arg)))
  expect(code).toBe(2)
  expect(err).toMatch(sentence)
  expect(err).not.toContain('    at ')
})
