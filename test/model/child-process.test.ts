import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { type ChildOptions, startChild } from '../../src/model/child-process.js'

const script = fileURLToPath(new URL('./staged-child.mjs', import.meta.url))
const task = { folder: 'a good one', dtype: 'q8', window: 256, labelPlaces: [0, 1, 2, 3, 4, 5] } as const

async function staged(options: ChildOptions = {}) {
  const child = await startChild(task, { script, ...options })
  onTestFinished(async () => {
    child.kill()
    await child.ended
  })
  return child
}

test('a process answers one text after another', async () => {
  const child = await staged()
  expect(await child.score('score')).toEqual([1, 2, 3, 4, 5, 6])
  expect(await child.score('score')).toEqual([1, 2, 3, 4, 5, 6])
})

test('a process that ends while reading rejects the text and counts as ended', async () => {
  const child = await staged()
  await expect(child.score('crash')).rejects.toThrow('a model process ended (exit code 3)')
  await child.ended
})

test('a process that hangs is killed', async () => {
  const child = await staged({ silenceMs: 1_000 })
  await expect(child.score('hang')).rejects.toThrow('a model process was silent for 1000 ms')
  await child.ended
})

test('a long text whose windows are read one by one is not taken for a hang', async () => {
  const child = await staged({ silenceMs: 1_000 })
  expect(await child.score('plod')).toEqual([0, 0, 0, 0, 0, 0])
})

test('a process that fails on a text is ended, for nobody knows what state it is in', async () => {
  const child = await staged()
  await expect(child.score('fail')).rejects.toThrow('the model failed on this text')
  await child.ended
})

test('a text given to a process that is gone rejects', async () => {
  const child = await staged()
  child.kill()
  await child.ended
  await expect(child.score('score')).rejects.toThrow('a model process')
})

test('a model that cannot be loaded says why', async () => {
  await expect(startChild({ ...task, folder: 'a broken one' }, { script })).rejects.toThrow(
    'the network is cut short',
  )
})

test('a script that is not there rejects', async () => {
  await expect(startChild(task, { script: `${script}.absent` })).rejects.toThrow('a model process ended')
})
