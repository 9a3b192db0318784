import { z } from 'zod'
import { labels, type Scores } from '../domain/labels.js'
import { rebase } from './rebase.js'

const probabilities = z.array(z.number().min(0).max(1)).min(2)

const rising = (values: readonly number[]) =>
  values.every((value, i) => i === 0 || value >= (values[i - 1] ?? 0))

const curveSchema = z
  .object({ x: probabilities, y: probabilities })
  .refine(({ x, y }) => x.length === y.length, 'x and y must be of the same length')
  .refine(({ x, y }) => rising(x) && rising(y), 'x and y must never fall')

/**
 * From what the network says to a probability on a stated natural share of toxic comments, by straight lines between
 * points. A label that is left out keeps the network's own value.
 */
export const calibrationSchema = z.object({
  version: z.literal(1),
  prevalence: z.number().gt(0).lt(1),
  labels: z.partialRecord(z.enum(labels), curveSchema),
})

export type Calibration = z.infer<typeof calibrationSchema>

export type Curve = z.infer<typeof curveSchema>

/** The curve's value at a raw score; level outside its points. Never falls as the raw score rises. */
export function valueAt({ x, y }: Curve, raw: number): number {
  const last = x.findLastIndex((point) => point <= raw)
  const y0 = y[Math.max(last, 0)] ?? 0
  const x0 = x[last]
  const x1 = x[last + 1]
  const y1 = y[last + 1]
  if (x0 === undefined || x1 === undefined || y1 === undefined) return y0
  return y0 + ((y1 - y0) * (raw - x0)) / (x1 - x0)
}

// Five digits, wherever the value begins: among the thousands of plainly clean comments too, one is cleaner than another,
// and whoever sorts by a score wants to see it.
const round = (value: number) => Number(value.toPrecision(5))

/**
 * Calibrated scores from the network's six raw values, which stand in the order of `labels`, as probabilities where
 * `naturalShare` of all comments are toxic; without it on the calibration's own share. The share moves all labels alike: where
 * more is toxic, more is of each kind. What has no curve has no known share, and keeps its value.
 */
export function calibrate(
  calibration: Calibration | undefined,
  raw: readonly number[],
  naturalShare = calibration?.prevalence,
): Scores {
  const entries = labels.map((label, i) => {
    const curve = calibration?.labels[label]
    const value = raw[i] ?? 0
    if (!calibration || !curve || naturalShare === undefined) return [label, round(value)] as const
    return [label, round(rebase(valueAt(curve, value), calibration.prevalence, naturalShare))] as const
  })
  return Object.fromEntries(entries) as Scores
}
