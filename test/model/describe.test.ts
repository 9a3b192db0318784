import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { labels } from '../../src/domain/labels.js'
import { describeModel } from '../../src/model/describe.js'
import { lookAt, versionOf } from '../../src/model/files.js'

const config = {
  problem_type: 'multi_label_classification',
  id2label: Object.fromEntries(labels.map((label, i) => [i, label])),
  max_position_embeddings: 512,
}

/** A folder with the small files of a model, and networks of a few bytes that nobody loads. */
async function modelFolder(contents: Record<string, unknown>) {
  const folder = await mkdtemp(join(tmpdir(), 'stet-model-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'onnx'))
  const all = { 'config.json': config, 'tokenizer.json': {}, 'tokenizer_config.json': {}, ...contents }
  for (const [name, content] of Object.entries(all)) {
    if (content === undefined) continue
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return folder
}

test('labels may come in any order', async () => {
  const id2label = Object.fromEntries([...labels].reverse().map((label, i) => [i, label]))
  const { task, calibration } = await describeModel(
    await modelFolder({ 'config.json': { ...config, id2label } }),
    'q8',
  )
  expect(task.labelPlaces).toEqual([5, 4, 3, 2, 1, 0])
  expect(calibration).toBeUndefined()
})

test.each([
  ['the tokenizer’s limit', { model_max_length: 128 }, 512, 128],
  ['the positions, when the tokenizer is beyond them', { model_max_length: 512 }, 64, 64],
  ['512, when the tokenizer knows no limit', { model_max_length: 1e30 }, 4096, 512],
  ['256, when the tokenizer says nothing', {}, 512, 256],
])('the window is %s', async (_, tokenizer, positions, expected) => {
  const contents = {
    'tokenizer_config.json': tokenizer,
    'config.json': { ...config, max_position_embeddings: positions },
  }
  expect((await describeModel(await modelFolder(contents), 'q8')).task.window).toBe(expected)
})

test.each([
  ['another kind of model', { 'config.json': { ...config, problem_type: undefined } }, 'problem_type'],
  ['other labels', { 'config.json': { ...config, id2label: { 0: 'toxic', 1: 'spam' } } }, 'id2label'],
  [
    'a label too many',
    { 'config.json': { ...config, id2label: { ...config.id2label, 6: 'rude' } } },
    'id2label',
  ],
  ['no JSON', { 'config.json': '{' }, 'config.json cannot be read'],
  ['a window too small', { 'tokenizer_config.json': { model_max_length: 4 } }, 'model_max_length'],
  ['a wrong calibration', { 'calibration.json': { version: 9 } }, 'calibration.json is wrong at version'],
  ['a wrong lexicon', { 'lexicon.json': { version: 9 } }, 'lexicon.json is wrong at version'],
  ['wrong harsh words', { 'harsh-words.json': { version: 9 } }, 'harsh-words.json is wrong at version'],
])('%s is refused in a sentence that names the fault', async (_, contents, expected) => {
  const folder = await modelFolder(contents)
  await expect(describeModel(folder, 'q8')).rejects.toThrow(expected)
})

test('a folder is complete with a network, and the quantised one is preferred', async () => {
  const folder = await modelFolder({ 'tokenizer.json': undefined })
  expect(await lookAt(folder)).toEqual({
    complete: false,
    detail: `The model's folder ${folder} lacks tokenizer.json, onnx/model_quantized.onnx or onnx/model.onnx.`,
  })
  await writeFile(join(folder, 'tokenizer.json'), '{}')
  await writeFile(join(folder, 'onnx/model.onnx'), 'fp32')
  expect(await lookAt(folder)).toMatchObject({ complete: true, dtype: 'fp32' })
  await writeFile(join(folder, 'onnx/model_quantized.onnx'), 'q8')
  expect(await lookAt(folder)).toMatchObject({ complete: true, dtype: 'q8' })
})

test('a list of harsh words is taken up where there is one', async () => {
  const list = { version: 1, words: { idiot: 9 }, innocent: [] }
  const { harsh } = await describeModel(await modelFolder({ 'harsh-words.json': list }), 'q8')
  expect(harsh?.words.has('idiot')).toBe(true)
  expect((await describeModel(await modelFolder({}), 'q8')).harsh).toBeUndefined()
})

test.each(['calibration.json', 'lexicon.json', 'harsh-words.json'])(
  'the version changes with what %s holds, the print with any change',
  async (file) => {
    const folder = await modelFolder({ 'onnx/model.onnx': 'one' })
    const look = async () => {
      const files = await lookAt(folder)
      if (!files.complete) throw new Error(files.detail)
      return { print: files.print, version: await versionOf(folder, files.paths) }
    }
    const before = await look()
    expect(before.version).toMatch(/^stet-stet-model-\w+@[0-9a-f]{12}$/)
    await writeFile(join(folder, file), '{}')
    const changed = await look()
    expect(changed.print).not.toBe(before.print)
    expect(changed.version).not.toBe(before.version)
    await rm(join(folder, file))
    expect(await look()).toEqual(before)
  },
)

test('the version changes with the natural share that scores stand on', async () => {
  const folder = await modelFolder({ 'onnx/model.onnx': 'one' })
  const paths = [join(folder, 'onnx/model.onnx')]
  const [own, ...others] = await Promise.all(
    [undefined, 0.08, 0.2].map((share) => versionOf(folder, paths, share)),
  )
  expect(new Set([own, ...others]).size).toBe(3)
})
