import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { type Evaluation, readEvaluation, writeEvaluation } from '../../../bench/eval/evaluation.js'
import { readSets } from '../../../bench/eval/sets.js'

const toxic = { id: '1', text: 'a text', labels: { toxic: 0 } }
const hate = { id: '1', text: 'a text', hateful: 1, functionality: 'derog_h' }
const lines = {
  civil_val: toxic,
  jigsaw_val: toxic,
  wiki_identity: toxic,
  surge: toxic,
  madlibs_6k: toxic,
  hatecheck: hate,
  hatemojicheck: hate,
  perspective_500: { id: '1', text: 'a text', perspective: { toxic: 0.2 } },
  spans_trial: { id: '1', text: 'a text', raw: 'a text', spans: '[0, 1]' },
}

async function folder() {
  const path = await mkdtemp(join(tmpdir(), 'stet-eval-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

async function dataWith(changes: Record<string, unknown> = {}) {
  const data = await folder()
  await mkdir(join(data, 'eval'))
  for (const [name, row] of Object.entries({ ...lines, ...changes }))
    await writeFile(join(data, 'eval', `${name}.jsonl.gz`), gzipSync(`${JSON.stringify(row)}\n`))
  return data
}

test('every set is read, and our own comments with them', async () => {
  const sets = await readSets(await dataWith())
  expect(sets.spans_trial).toEqual([{ raw: 'a text', spans: [0, 1] }])
  expect(sets.hatecheck[0]).toMatchObject({ hateful: 1, functionality: 'derog_h' })
  expect(sets.written).toHaveLength(300)
})

test.each([
  ['a label that is missing', { surge: { text: 'a' } }, /surge\.jsonl\.gz, line 1: .*labels/s],
  [
    'a class that is none',
    { hatecheck: { ...hate, hateful: 2 } },
    /hatecheck\.jsonl\.gz, line 1: .*hateful/s,
  ],
  ['offsets that are none', { spans_trial: { raw: 'a', spans: '[0' } }, /spans_trial\.jsonl\.gz, line 1/],
])('%s is refused by file, line and field', async (_, changes, expected) => {
  await expect(readSets(await dataWith(changes))).rejects.toThrow(expected)
})

test('a folder without the sets is refused by the name of the file', async () => {
  await expect(readSets(await folder())).rejects.toThrow(/eval\/\w+\.jsonl\.gz cannot be read/)
})

const evaluation: Evaluation = {
  version: 1,
  model: 'stet-toxicity@000000000000',
  looks: 2,
  hold: { toxic: 0.5, hate: 0.2 },
  measures: { news_auc: 0.94123456, speed_ratio: Number.NaN },
  written: { heldByTheRules: 0.01, overTheHoldThreshold: 0.02 },
  hatecheck: { derog_h: 0.5 },
  hatemojicheck: {},
  perspective: { spearman: { toxic: 0.9 }, meanAbsoluteDifference: { toxic: 0.1 } },
  madlibsFalseAlarms: {},
  obfuscationKept: {},
  reliability: [],
  newsCalibrationError: null,
  workload: [],
}

test('the file is the same however the figures came, rounded, and without what is no number', async () => {
  const path = join(await folder(), 'evaluation.json')
  await writeEvaluation(path, evaluation)
  const first = await readFile(path, 'utf8')
  const reversed = Object.fromEntries(Object.entries(evaluation).reverse()) as Evaluation
  await writeEvaluation(path, reversed)
  expect(await readFile(path, 'utf8')).toBe(first)
  expect((await readEvaluation(path))?.measures).toEqual({ news_auc: 0.9412, speed_ratio: null })
})

test('a file that is not there yet is no error', async () => {
  expect(await readEvaluation(join(await folder(), 'none.json'))).toBeUndefined()
})
