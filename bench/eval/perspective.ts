import { type Label, labels } from '../../src/domain/labels.js'
import { toPerspectiveScale } from '../../src/model/perspective-scale.js'
import { spearman } from './rank.js'
import type { Scorer } from './scorer.js'
import type { PerspectiveRow } from './sets.js'

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** How our scores order comments against Perspective's own, and how far ours lie from theirs on their scale. */
export async function perspectiveFigures(
  rows: readonly PerspectiveRow[],
  naturalShare: number,
  { scoreAll }: Scorer,
) {
  const ours = await scoreAll(rows.map(({ text }) => text))
  const pairsOf = (label: Label) =>
    rows.flatMap(({ perspective }, i) => {
      const [their, our] = [perspective[label], ours[i]?.[label]]
      return their === undefined || our === undefined ? [] : [{ their, our }]
    })
  const perLabel = (figure: (pairs: { their: number; our: number }[]) => number) =>
    Object.fromEntries(labels.map((label) => [label, figure(pairsOf(label))]))
  return {
    spearman: perLabel((pairs) =>
      spearman(
        pairs.map(({ our }) => our),
        pairs.map(({ their }) => their),
      ),
    ),
    meanAbsoluteDifference: perLabel((pairs) =>
      mean(pairs.map(({ our, their }) => Math.abs(toPerspectiveScale(our, naturalShare) - their))),
    ),
  }
}
