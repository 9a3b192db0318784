import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openDatabase } from '../../src/store/database.js'
import { freshDatabase } from '../helpers/database.js'

type Result = { code: number; stdout: string; stderr: string }

let folder: string
let url: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stet-enqueue-'))
  file = join(folder, 'comments.ndjson')
  url = await freshDatabase()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const stet = (...args: string[]): Promise<Result> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      ['dist/main.js', ...args],
      { env: { PATH: process.env.PATH, DATABASE_URL: url } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    )
  })

const line = (id: string, body = `The text of ${id}.`) =>
  JSON.stringify({ id, body, author: { id: 'a-1' }, article: { id: 'n-1' } })

async function stored(): Promise<{ id: string; revision: number }[]> {
  const db = openDatabase(url, () => undefined, 1)
  const rows = await db.selectFrom('comment').select(['id', 'revision']).orderBy('uid').execute()
  await db.destroy()
  return rows
}

it('takes a file in, shows that it does, and sends nothing twice', async () => {
  await writeFile(file, Array.from({ length: 450 }, (_, n) => line(`c-${n}`)).join('\r\n'))
  const first = await stet('enqueue', file)
  expect(first).toMatchObject({ code: 0, stdout: '' })
  expect(first.stderr).toContain('100 %')
  expect(first.stderr).toContain('450 accepted, 0 known already, 0 refused.')
  expect(await stored()).toHaveLength(450)
  expect((await stet('enqueue', file)).stderr).toContain('0 accepted, 450 known already')
})

it('names each line that is refused, takes the others, and ends with 1', async () => {
  await writeFile(file, [line('good'), 'not JSON', '', line('', 'no id'), line('also good')].join('\n'))
  const { code, stdout, stderr } = await stet('enqueue', file)
  expect(code).toBe(1)
  expect(
    stdout
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text)),
  ).toEqual([
    { line: 2, errors: [{ pointer: '', detail: 'is not JSON' }] },
    { line: 4, errors: [{ pointer: '/id', detail: expect.any(String) }] },
  ])
  expect(stderr).toContain('2 accepted, 0 known already, 2 refused.')
})

it('goes on where it was stopped, so that an old version of a comment is not sent after a newer one', async () => {
  await writeFile(file, [line('edited', 'First.'), line('edited', 'Second.'), line('last')].join('\n'))
  await writeFile(`${file}.sent`, '2')
  const { stderr } = await stet('enqueue', file)
  expect(stderr).toContain('Going on after line 2.')
  expect(await stored()).toEqual([{ id: 'last', revision: 1 }])
  expect(existsSync(`${file}.sent`)).toBe(false)
})

it.each([
  ['a file that does not exist', ['enqueue', 'nowhere.ndjson'], 'There is no file nowhere.ndjson.'],
  ['no file', ['enqueue'], 'Use: stet enqueue FILE.ndjson'],
  ['a decision that does not exist', ['decision', '17'], 'There is no decision 17.'],
  ['a command that does not exist', ['enqeue'], 'stet enqueue FILE.ndjson'],
])('answers %s with one sentence and 2', async (_what, args, sentence) => {
  const { code, stderr } = await stet(...args)
  expect(code).toBe(2)
  expect(stderr).toContain(sentence)
})

it('does not go on in a file that has become shorter', async () => {
  await writeFile(file, line('only'))
  await writeFile(`${file}.sent`, '9')
  const { code, stderr } = await stet('enqueue', file)
  expect(code).toBe(2)
  expect(stderr).toContain('has 1 lines, and 9 of it were sent before')
})
