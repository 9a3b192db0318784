import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { evaluationSchema } from '../../bench/eval/evaluation.js'
import { measures, standing } from '../../bench/eval/measures.js'
import { lookAt, versionOf } from '../../src/model/files.js'
import { thresholdsSchema } from '../../src/model/thresholds.js'
import { withBlock } from './block.js'
import { cardFigures } from './card-figures.js'
import { cardCalibration, cardChoice, trainingSchema } from './card-training.js'
import { thresholdTables } from './threshold-tables.js'

const folder = 'models/toxicity'
const text = (path: string) => readFile(path, 'utf8')
const evaluation = evaluationSchema.parse(JSON.parse(await text(`${folder}/evaluation.json`)))

// `npm run docs` writes both anew.
it('docs/model.md has the thresholds of the shipped model', async () => {
  const thresholds = thresholdsSchema.parse(JSON.parse(await text(`${folder}/thresholds.json`)))
  const page = withBlock(await text('docs/model.md'), 'thresholds', thresholdTables(thresholds))
  await expect(page).toMatchFileSnapshot('../../docs/model.md')
})

it('the model’s card has the figures of evaluation.json and training.json', async () => {
  const training = trainingSchema.parse(JSON.parse(await text(`${folder}/training.json`)))
  const figures = withBlock(await text(`${folder}/MODEL_CARD.md`), 'figures', cardFigures(evaluation))
  const calibration = withBlock(figures, 'calibration', cardCalibration(training))
  const card = withBlock(calibration, 'choice', cardChoice(training))
  await expect(card).toMatchFileSnapshot(`../../${folder}/MODEL_CARD.md`)
})

it.each(measures)('$what: not under its floor', (measure) => {
  expect(standing(measure, evaluation.measures[measure.id] ?? null)).toMatch(
    /above the floor|reaches the aim/,
  )
})

// `npm run eval -- --data FOLDER` measures anew.
it('the figures are of the model that is shipped', async () => {
  const files = await lookAt(folder)
  expect(evaluation.model).toBe(files.complete && (await versionOf(folder, files.paths)))
})

it('a page without the marks of a block is not written over', () => {
  expect(() => withBlock('no marks', 'figures', '')).toThrow('lacks the marks of its block "figures"')
})
