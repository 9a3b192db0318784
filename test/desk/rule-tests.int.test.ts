import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkRuleSet } from '../../src/rules/check-rule-set.js'
import { versionOf } from '../../src/rules/version.js'
import { declarations } from '../../src/signals/all.js'
import { applyVersion } from '../../src/store/rule-versions.js'
import { aComment, judgeAs, type SeenProblem, send, wholeDatabase } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { type Ended, runStet } from '../helpers/run-stet.js'
import { moderatorToken, startStet, type TestStet } from '../helpers/stet.js'

const textOf = (links: number, more = '') => `version: 1
rules:
  - { name: links, when: links.count >= ${links}, then: hold, because: x, share: 1 %, limit: 1 }
${more}`
const insults = `  - { name: insults, when: 'text.has(["nitwit"])', then: reject, because: x }\n`
const versionFor = (text: string) => {
  const source = { file: 'ours.yaml', text, lists: new Map<string, string>() }
  return versionOf(source, checkRuleSet(source, declarations))
}
const first = versionFor(textOf(2))

let folder: string
let url: string
let stet: TestStet
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stet-rules-'))
  url = await freshDatabase()
  stet = await startStet({ DATABASE_URL: url }, { workers: false })
})
afterAll(async () => {
  await stet.stop()
  await rm(folder, { recursive: true })
})

const call = <T = Record<string, unknown>>(method: string, path: string, body?: unknown) =>
  stet.call<T>(method, path, { key: moderatorToken, body, headers: { 'stet-moderator': 'anna' } })
const makeTest = (comment: string, verdict: string) =>
  call('POST', '/v1/rules/tests', { comment, expect: verdict })
const tests = async () => (await call<{ items: { comment: string }[] }>('GET', '/v1/rules/tests')).body.items
const refused = async (comment: string, verdict = 'publish') => {
  const { status, body } = await call<SeenProblem>('POST', '/v1/rules/tests', { comment, expect: verdict })
  return [status, body.detail ?? body.title]
}

async function judged(id: string, links: number | null, body?: string): Promise<void> {
  await send(stet, aComment(id, body === undefined ? {} : { body }))
  await judgeAs(stet, id, 'hold', { rule: 'links', signals: { 'links.count': links }, rules: first.hash })
}

async function apply(text: string): Promise<Ended> {
  const file = join(folder, 'next.yaml')
  await writeFile(file, text)
  return runStet(url, 'rules', 'apply', file)
}

it('refuses before any set is in force', async () => {
  await judged('early', 3)
  expect(await refused('early')).toEqual([409, 'No rule set is in force yet'])
  await stet.call('DELETE', '/v1/comments/early')
  await applyVersion(stet.context.db, first, 'anna')
})

it('makes a wrong decision a test, and says whether the rules in force pass it', async () => {
  await judged('wrong', 3)
  const { status, body } = await makeTest('wrong', 'publish')
  expect(status).toBe(201)
  expect(body).toMatchObject({
    comment: 'wrong',
    expect: 'publish',
    gets: 'hold',
    passes: false,
    by: 'anna',
    version: '1',
    failing: 1,
  })
  expect(await tests()).toMatchObject([{ id: body.id, comment: 'wrong', passes: false }])
})

it('lets a set come in force that mends the decision, and no later one that makes it again', async () => {
  const mended = await apply(textOf(4))
  expect(mended).toMatchObject({ code: 0, err: expect.stringContaining('tests: 1, all right now') })
  expect(await tests()).toMatchObject([{ gets: 'publish', passes: true }])
  const again = await apply(textOf(3))
  expect(again).toMatchObject({
    code: 2,
    err: expect.stringMatching(
      /1 of the wrong decisions .*\n {2}test \d+, decision \d+: must be publish and would be hold \(links\)/,
    ),
  })
})

it('does not let a test that is open anyway keep another change out', async () => {
  await judged('open', 9)
  await makeTest('open', 'publish')
  expect(await apply(textOf(4, insults))).toMatchObject({
    code: 0,
    err: expect.stringContaining('tests: 2, of which 1 are still wrong, as they are now'),
  })
})

it('reads the words again for a rule that is newer than the decision', async () => {
  await judged('words', 0, 'You nitwit, the bridge is open again.')
  expect((await makeTest('words', 'reject')).body).toMatchObject({ gets: 'reject', passes: true })
})

it('takes another word for the same decision in place of the first', async () => {
  await makeTest('words', 'hold')
  const { body } = await makeTest('words', 'reject')
  expect((await tests()).filter(({ comment }) => comment === 'words')).toMatchObject([{ expect: 'reject' }])
  expect((await call('DELETE', `/v1/rules/tests/${body.id}`)).status).toBe(204)
  expect((await call('DELETE', `/v1/rules/tests/${body.id}`)).status).toBe(404)
})

it('keeps no word of a comment, and forgets the test with the comment', async () => {
  await judged('secret', 3, 'My name is Wilhelmina Quackenbush and you are wrong.')
  await makeTest('secret', 'publish')
  const wordIn = async (table: RegExp) =>
    (await wholeDatabase(stet)).split('\n').filter((line) => /Quackenbush/.test(line) && table.test(line))
  expect(await wordIn(/^public\.rule_/)).toEqual([])
  expect(await wordIn(/^public\.revision/)).toHaveLength(1)
  await stet.call('DELETE', '/v1/comments/secret')
  expect(await wordIn(/./)).toEqual([])
  expect((await tests()).map(({ comment }) => comment)).not.toContain('secret')
  expect(await refused('secret')).toEqual([409, 'It has been erased.'])
})

it('refuses what no test could rest on', async () => {
  await send(stet, aComment('pending'))
  await judged('without-scores', null)
  expect(await refused('nobody')).toEqual([404, 'There is no such comment'])
  expect(await refused('pending')).toEqual([409, 'No rules have judged its present text yet.'])
  expect(await refused('without-scores')).toEqual([409, 'Something was missing when it was judged.'])
  expect((await makeTest('open', 'delete')).status).toBe(400)
})
