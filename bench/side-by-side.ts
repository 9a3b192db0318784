import { normalise } from '../src/domain/normalise.js'
import { type Model, openModel } from '../src/model/model.js'
import { measure } from './measure.js'

// Short turns, taken in alternation: whatever else the machine does falls on both alike.
const turns = 6
const secondsEach = 4

const round = (value: number) => Math.round(value * 100) / 100

async function opened(folder: string): Promise<Model> {
  const model = await openModel({ folder, processes: 1 })
  const state = model.state()
  if (!state.ready) throw new Error(state.detail)
  return model
}

/** Comments a second of two models, one process each, read by the product's own code. */
export async function sideBySide(texts: readonly string[], folder: string, bertBaseFolder: string) {
  const [ours, bertBase] = [await opened(folder), await opened(bertBaseFolder)]
  const turn = (model: Model) =>
    measure(texts, 2, async (text) => void (await model.score(normalise(text).text)), secondsEach)
  const totals = { ours: 0, bertBase: 0 }
  for (let i = 0; i < turns; i++) {
    totals.ours += await turn(ours)
    totals.bertBase += await turn(bertBase)
  }
  await Promise.all([ours.close(), bertBase.close()])
  return {
    ours: round(totals.ours / turns),
    bertBase: round(totals.bertBase / turns),
    ratio: round(totals.ours / totals.bertBase),
  }
}
