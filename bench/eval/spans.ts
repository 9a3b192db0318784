import { normalise } from '../../src/domain/normalise.js'
import type { Model } from '../../src/model/model.js'
import { mapAll } from './scorer.js'
import type { SpansRow } from './sets.js'
import { codePointOffsets, spanF1 } from './span-f1.js'

/** The mean F1 of the words that the product points at for `toxic`, whatever the verdict would be. */
export async function spansF1(
  rows: readonly SpansRow[],
  model: Model,
  atOnce: number,
  onRow: () => void,
): Promise<number> {
  const scores = await mapAll(rows, atOnce, async ({ raw, spans }) => {
    const found = (await model.spans(normalise(raw))).get('toxic') ?? []
    onRow()
    return spanF1(codePointOffsets(raw, found), new Set(spans))
  })
  return scores.reduce((sum, score) => sum + score, 0) / scores.length
}
