import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { UserError } from '../../src/domain/errors.js'
import { scoreLines } from '../../src/model/score-lines.js'

const scored = { toxic: 0.5, severe_toxic: 0, obscene: 0, threat: 0, insult: 0, identity_hate: 0 }

async function run(lines: string[], score = async (_text: string) => scored) {
  const written: string[] = []
  await scoreLines(score, Readable.from(lines), (line) => void written.push(line))
  return written
}

test('answers come in the order of the lines, whichever is ready first', async () => {
  const waiting: (() => void)[] = []
  const score = (text: string) =>
    new Promise<typeof scored>((resolve) => {
      waiting.push(() => resolve({ ...scored, toxic: Number(text) }))
      if (waiting.length === 3) for (const answer of waiting.reverse()) answer()
    })
  expect(
    await run(['{"id":"a","text":"0.1"}', '', '{"id":2,"text":"0.2"}', '{"id":"c","text":"0.3"}'], score),
  ).toEqual([
    JSON.stringify({ id: 'a', scores: { ...scored, toxic: 0.1 } }),
    JSON.stringify({ id: 2, scores: { ...scored, toxic: 0.2 } }),
    JSON.stringify({ id: 'c', scores: { ...scored, toxic: 0.3 } }),
  ])
})

test('no more texts are held than a fixed number', async () => {
  let [now, most] = [0, 0]
  const score = async () => {
    now += 1
    most = Math.max(most, now)
    await new Promise(setImmediate)
    now -= 1
    return scored
  }
  const lines = Array.from({ length: 500 }, (_, i) => JSON.stringify({ id: i, text: 'x' }))
  expect(await run(lines, score)).toHaveLength(500)
  expect(most).toBeLessThanOrEqual(64)
})

test.each([
  ['not JSON', 'Line 2 is not JSON.'],
  ['[]', 'Line 2: it is wrong'],
  ['{"text":"x"}', 'Line 2: "id" is wrong'],
  ['{"id":"b","text":7}', 'Line 2: "text" is wrong'],
])('the line %s is refused by number and field', async (line, message) => {
  const failing = run(['{"id":"a","text":"x"}', line])
  await expect(failing).rejects.toThrow(message)
  await expect(failing).rejects.toBeInstanceOf(UserError)
})

test('a text that could not be scored ends the run', async () => {
  await expect(
    run(['{"id":"a","text":"x"}'], async () => Promise.reject(new Error('no model'))),
  ).rejects.toThrow('no model')
})
