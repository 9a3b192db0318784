import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Decision } from '../../src/domain/decision.js'
import { aComment, judgeAs, send } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { runStet } from '../helpers/run-stet.js'
import { moderatorToken, startStet, type TestStet } from '../helpers/stet.js'

let folder: string
let url: string
let stet: TestStet
const file = (name: string) => join(folder, name)
const rule = (when: string, then: string) =>
  `version: 1\nlists: { banned: banned.txt }\nrules:\n  - name: one\n    when: ${JSON.stringify(when)}\n    then: ${then}\n    because: So it is\n`
// Asks for the list, so that receipts say where it was found; holds nothing that these tests send.
const atStart = 'text.has(banned) && length.characters < 1'
const tests = ['{ text: I qu1bble, expect: publish }', '{ text: A fine day, expect: publish }']

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stet-rules-'))
  await writeFile(file('banned.txt'), 'quibble\n')
  await writeFile(file('start.yaml'), rule(atStart, 'hold'))
  await writeFile(file('words.yaml'), rule('text.has(banned)', 'reject'))
  await writeFile(file('wrong.yaml'), rule('text.has(bannned)', 'reject'))
  await writeFile(
    file('failing.yaml'),
    `${rule('text.has(banned)', 'hold')}    tests:\n${tests.map((test) => `      - ${test}\n`).join('')}`,
  )
  await writeFile(file('proven.yaml'), `${rule('scores.toxic >= 0.9', 'hold')}    tests: [${tests[1]}]\n`)
  url = await freshDatabase()
  stet = await startStet({ DATABASE_URL: url, STET_RULES: file('start.yaml') })
})
afterAll(async () => {
  await stet.stop()
  await rm(folder, { recursive: true })
})

const run = (...args: string[]) => runStet(url, ...args)

async function decided(id: string, body: string): Promise<Decision> {
  const comment = aComment(id, { body, author: { id: `author of ${id}` } })
  const answer = await stet.call<{ decision: Decision }>('POST', '/v1/comments?wait=10000', { body: comment })
  expect(answer.status).toBe(200)
  return answer.body.decision
}

it('puts a file in force while Stet runs, shows and compares the versions, and goes back', async () => {
  const before = await decided('before', 'I quibble with this headline.')
  expect(before.verdict).toBe('publish')

  const applied = await run('rules', 'apply', file('words.yaml'), '--by', 'anna')
  expect(applied).toMatchObject({ code: 0, out: '' })
  expect(applied.err).toMatch(
    /^Version 2 \([0-9a-f]{16}, 1 rules\) is in force\.\n1 of 1 workers judge by it\.\n$/,
  )
  const after = await decided('after', 'I quibble with this article.')
  expect(after).toMatchObject({ verdict: 'reject', reasons: [{ rule: 'one' }] })
  expect(after.rules).not.toBe(before.rules)

  const { out } = await run('rules', 'list')
  expect(out).toMatch(
    /^→ +2 .* 1 rules .*words\.yaml {2}applied .* by anna\n +1 .*start\.yaml {2}at the start/,
  )
  expect((await run('rules', 'diff', '1', 'live')).out).toContain(
    `~ rule one: when "${atStart}" → "text.has(banned)"`,
  )
  expect((await run('rules', 'diff', 'live', file('words.yaml'))).err).toBe(
    'Nothing differs in what they mean.\n',
  )
  expect((await run('rules', 'show', '1')).out).toBe(rule(atStart, 'hold'))

  for (const { id, verdict } of [before, after]) {
    const { code, out: json, err } = await run('decision', id, '--replay')
    expect([code, err]).toEqual([0, `The same verdict, by the same rules: ${verdict}.\n`])
    expect(JSON.parse(json)).toMatchObject({ decision: id, verdict, replayed: verdict, same: true })
  }

  expect((await run('rules', 'rollback')).err).toMatch(/^Version 1 \(.*\) is in force again\.\n1 of 1/)
  expect((await decided('back', 'I quibble with this map.')).rules).toBe(before.rules)
})

it('keeps in the receipt what a replay needs, and no word of the reader', async () => {
  const { id } = await decided('kept', 'I quibble with this photograph.')
  const { receipt } = JSON.parse((await run('decision', id)).out)
  expect(receipt.circumstances).toEqual({
    now: expect.any(String),
    overLimit: [],
    lists: { banned: [{ start: 2, end: 9 }] },
  })
  expect(JSON.stringify(receipt)).not.toContain('quibble')
})

it('says when a decision is not what its rules give', async () => {
  const { rules } = await decided('honest', 'A fine day for a picnic.')
  await send(stet, aComment('staged'))
  await judgeAs(stet, 'staged', 'reject', { rules: rules ?? '', signals: { 'length.characters': 9 } })
  const staged = await stet.call<{ decision: Decision }>('GET', '/v1/comments/staged')
  const { code, err } = await run('decision', staged.body.decision.id, '--replay')
  expect(code).toBe(1)
  expect(err).toContain('The verdict was reject and is publish now.')
  expect(err).toContain('a-rule (reject) matched then and does not now.')
})

it('cannot replay what no rule decided or what is erased, and says so', async () => {
  const { id } = await decided('erased', 'Please take this back.')
  const body = { verdict: 'reject', onRevision: 1 }
  const byHand = await stet.call<Decision>('POST', '/v1/comments/erased/decisions', {
    body,
    key: moderatorToken,
  })
  expect((await run('decision', byHand.body.id, '--replay')).err).toContain("is a moderator's")
  await stet.call('DELETE', '/v1/comments/erased')
  expect(await run('decision', id, '--replay')).toMatchObject({
    code: 2,
    err: expect.stringContaining('has been erased'),
  })
})

const refusals: [string, string[], RegExp][] = [
  ['a file that does not check', ['apply', 'wrong.yaml'], /no list `bannned`: did you mean `banned`\?/],
  [
    'a file whose tests fail',
    ['apply', 'failing.yaml'],
    /failing\.yaml:9:9 rule one: test 1 expects publish and gets hold \(one\)/,
  ],
  ['to check a file whose tests fail', ['check', 'failing.yaml'], /rule one: test 1 expects publish/],
  ['a file that is not there', ['apply', 'none.yaml'], /none\.yaml could not be read/],
  ['no file', ['apply'], /^Use: stet rules apply FILE/],
  ['an option that there is not', ['apply', 'words.yaml', '--now'], /^Use: stet rules apply FILE/],
  ['a version that there is not', ['rollback', '99'], /^There is no version 99/],
  ['one side of a difference', ['diff', '1'], /^Use: stet rules diff/],
  ['neither version nor file', ['diff', '1', 'nothing'], /^There is no version and no file nothing/],
  ['no action', [], /^Use: stet rules check\|/],
]
it.each(refusals)('refuses %s in one sentence', async (_, args, sentence) => {
  const { code, err } = await run('rules', ...args.map((arg) => (arg.endsWith('.yaml') ? file(arg) : arg)))
  expect(code).toBe(2)
  expect(err).toMatch(sentence)
  expect(err).not.toContain('    at ')
})

it('runs the tests of a file and prints what each gave', async () => {
  const failing = await run('rules', 'test', file('failing.yaml'))
  expect(failing).toMatchObject({ code: 1, err: '2 tests, 1 not as expected.\n' })
  expect(failing.out.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['', 'rule', 'expects', 'gets', 'scores', 'text'],
    ['FAIL', 'one', 'publish', 'hold (one)', 'I qu1bble'],
    ['ok', 'one', 'publish', 'publish (nothing matched)', 'A fine day'],
    [''],
  ])
})

it('asks the real model where a test states no scores, and says so', async () => {
  const { code, out, err } = await run('rules', 'test', file('proven.yaml'))
  expect([code, out]).toEqual([0, expect.stringMatching(/^ok {2,}one .*the model: .* A fine day$/m)])
  expect(err).toMatch(
    /^Asking the model .*: 1 test …\n1 test, all as expected\.\nScores that a test does not/,
  )
  const checked = await run('rules', 'check', file('proven.yaml'))
  expect(checked.err).toMatch(/1 rules, all in order, 1 tests as expected \([0-9a-f]{16}\)\.\n$/)
})

it('leaves what is in force when it refuses', async () => {
  const changes = await stet.context.db.selectFrom('rule_change').select('how').orderBy('id').execute()
  expect(changes.map(({ how }) => how)).toEqual(['file', 'apply', 'rollback'])
})
