import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { labels } from '../../src/domain/labels.js'
import { normalise } from '../../src/domain/normalise.js'
import { openModel } from '../../src/model/model.js'
import { ModelUnavailable } from '../../src/model/model-unavailable.js'
import { childPids } from './processes.js'

const shipped = 'models/toxicity'
const civil = 'Thank you for a careful article about the new tram line.'
const insult = 'You are a stupid idiot and everybody here hates you.'
const longCivil = `${'The council talked about roads, schools and the budget for next year. '.repeat(215)}`

// Loading takes seconds where other tests run beside this one.
const patient = { timeout: 60_000, interval: 50 }

async function opened(folder: string, processes = 1) {
  const model = await openModel({ folder, processes })
  onTestFinished(() => model.close())
  return model
}

async function copyOfModel() {
  const parent = await mkdtemp(join(tmpdir(), 'stet-'))
  onTestFinished(() => rm(parent, { recursive: true }))
  const folder = join(parent, basename(shipped))
  await cp(shipped, folder, { recursive: true })
  return folder
}

test('an insult scores above a civil comment, and every score is a probability', async () => {
  const model = await opened(shipped)
  expect(model.state()).toMatchObject({
    ready: true,
    version: expect.stringMatching(/^stet-toxicity@[0-9a-f]{12}$/),
  })
  const [low, high] = [await model.score(civil), await model.score(insult)]
  expect(Object.keys(low)).toEqual([...labels])
  for (const value of Object.values(high)) expect(value >= 0 && value <= 1).toBe(true)
  expect(high.toxic).toBeGreaterThan(low.toxic + 0.3)
  expect(high.insult).toBeGreaterThan(low.insult + 0.3)
})

test('a score is the same again, whatever else is being read', async () => {
  const model = await opened(shipped, 2)
  const alone = await model.score(insult)
  const others = Array.from({ length: 30 }, (_, i) => model.score(longCivil.slice(0, 20 * i)))
  const amid = await Promise.all(Array.from({ length: 5 }, () => model.score(insult)))
  await Promise.all(others)
  for (const scores of amid) expect(scores).toEqual(alone)
})

test('the words of an insult are pointed at, wherever it stands in a long text', async () => {
  const model = await opened(shipped)
  const body = `${longCivil.slice(0, 3_000)} <b>You stupid, s.t.u.p.i.d idiot.</b> ${longCivil.slice(0, 3_000)}`
  const spans = (await model.spans(normalise(body))).get('toxic') ?? []
  const words = spans.map(({ start, end }) => body.slice(start, end))
  expect(words.join(' ')).toMatch(/stupid, s\.t\.u\.p\.i\.d idiot|stupid s\.t\.u\.p\.i\.d idiot/)
  expect(words.join(' ')).not.toMatch(/council|roads|budget/)
})

test('scores stand on the natural share that is set, and the version says so', async () => {
  const [own, same, more] = await Promise.all(
    [undefined, 0.08, 0.3].map((naturalShare) => openModel({ folder: shipped, processes: 1, naturalShare })),
  )
  const all = [own!, same!, more!]
  onTestFinished(async () => void (await Promise.all(all.map((model) => model.close()))))
  const [a, b, c] = await Promise.all(all.map((model) => model.score(civil)))
  expect(a).toEqual(b)
  expect(c!.toxic).toBeGreaterThan(a!.toxic)
  expect(new Set(all.map((model) => JSON.stringify({ ...model.state(), since: 0 }))).size).toBe(3)
})

test.each(['start', 'middle', 'end'] as const)(
  'an insult at the %s of 15,000 characters is found',
  async (at) => {
    const model = await opened(shipped)
    const cut = { start: 0, middle: longCivil.length / 2, end: longCivil.length }[at]
    const text = `${longCivil.slice(0, cut)} ${insult} ${longCivil.slice(cut)}`
    expect(text.length).toBeGreaterThan(15_000)
    const [without, found] = [await model.score(longCivil), await model.score(text)]
    expect(found.toxic).toBeGreaterThan(without.toxic * 3)
    expect(found.insult).toBeGreaterThan(without.insult * 3)
  },
)

test('odd texts are read too: empty, without spaces, of 20,000 signs', async () => {
  const model = await opened(shipped)
  for (const text of ['', ' ', '\ud800', '🙂'.repeat(10_000), 'x'.repeat(20_000)]) {
    expect((await model.score(text)).toxic).toBeGreaterThanOrEqual(0)
  }
})

test('a comment whose process is killed is read by another', async () => {
  const model = await opened(shipped)
  const expected = await model.score(longCivil)
  const [victim, ...others] = await childPids()
  expect(others).toEqual([])
  const scoring = model.score(longCivil)
  process.kill(victim!, 'SIGKILL')
  expect(await scoring).toEqual(expected)
  expect(await childPids()).not.toContain(victim)
})

test('files moved away stop the scoring, and their return starts it again', async () => {
  const folder = await copyOfModel()
  const model = await opened(folder)
  const before = model.state()
  const expected = await model.score(insult)

  await rename(folder, `${folder}-away`)
  // Scores of the same moment share one look at the files.
  await vi.waitFor(() => expect(model.score(insult)).rejects.toBeInstanceOf(ModelUnavailable), patient)
  expect(model.state()).toMatchObject({ ready: false, detail: expect.stringContaining('lacks config.json') })
  expect(await childPids()).toEqual([])
  await expect(model.score(insult)).rejects.toThrow('lacks config.json')

  await rename(`${folder}-away`, folder)
  await vi.waitFor(() => expect(model.state().ready).toBe(true), patient)
  expect(await model.score(insult)).toEqual(expected)
  expect(model.state()).toMatchObject({ ready: true, version: before.ready && before.version })
})

test('a model that nobody asks notices too that its files are gone', async () => {
  const folder = await copyOfModel()
  const model = await opened(folder)
  await rename(join(folder, 'onnx'), join(folder, 'elsewhere'))
  await vi.waitFor(() => expect(model.state().ready).toBe(false), patient)
})

test('another calibration in the folder is another model', async () => {
  const folder = await copyOfModel()
  const model = await opened(folder)
  const before = model.state()
  const flat = { x: [0, 1], y: [0.25, 0.25] }
  const calibration = { version: 1, prevalence: 0.08, labels: { toxic: flat } }
  await writeFile(join(folder, 'new.json'), JSON.stringify(calibration))
  await rename(join(folder, 'new.json'), join(folder, 'calibration.json'))
  await expect(model.score(insult)).rejects.toThrow('have been changed')
  await vi.waitFor(() => expect(model.state().ready).toBe(true), patient)
  expect((await model.score(insult)).toxic).toBe(0.25)
  expect(model.state()).not.toEqual(before)
})

test('a network cut short is not ready, says so, and is loaded once it is whole', async () => {
  const folder = await copyOfModel()
  const network = join(folder, 'onnx/model_quantized.onnx')
  await truncate(network, 1_000_000)
  const model = await opened(folder)
  expect(model.state()).toMatchObject({
    ready: false,
    detail: expect.stringContaining('The model could not be loaded'),
  })
  await expect(model.score(insult)).rejects.toBeInstanceOf(ModelUnavailable)
  await cp(join(shipped, 'onnx/model_quantized.onnx'), network)
  await vi.waitFor(() => expect(model.state().ready).toBe(true), patient)
})

test('a folder that is not there stops nobody, and a closed model leaves no process', async () => {
  const absent = await opened(join(tmpdir(), 'stet-no-such-model'))
  expect(absent.state()).toMatchObject({ ready: false, detail: expect.stringContaining('lacks') })
  const model = await openModel({ folder: shipped, processes: 2 })
  expect(await childPids()).toHaveLength(2)
  const scoring = expect(model.score(longCivil)).rejects.toBeInstanceOf(ModelUnavailable)
  await model.close()
  await scoring
  expect(await childPids()).toEqual([])
  await expect(model.score(insult)).rejects.toThrow('The model is closed.')
})

test('a Ctrl-C in the terminal, which reaches every process, leaves those of the model at work', async () => {
  const model = await opened(shipped)
  const [pid] = await childPids()
  process.kill(pid!, 'SIGINT')
  process.kill(pid!, 'SIGTERM')
  expect(await model.score(civil)).toEqual(await model.score(civil))
  expect(await childPids()).toEqual([pid])
})

test('processes end by themselves when the one that started them is killed', async () => {
  const holder = fork(fileURLToPath(new URL('./holder.mjs', import.meta.url)), [shipped], { execArgv: [] })
  onTestFinished(() => void holder.kill('SIGKILL'))
  expect(await once(holder, 'message')).toEqual(['ready', undefined])
  const pids = await childPids(holder.pid)
  expect(pids).toHaveLength(2)
  holder.kill('SIGKILL')
  const running = (pid: number) => {
    try {
      return process.kill(pid, 0)
    } catch {
      return false
    }
  }
  await vi.waitFor(() => expect(pids.filter(running)).toEqual([]), patient)
})
