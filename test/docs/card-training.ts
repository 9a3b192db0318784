import { z } from 'zod'
import { shown } from '../../bench/eval/measures.js'

const leaning = z.object({
  share: z.number(),
  depth: z.number(),
  auc: z.tuple([z.number(), z.number()]),
  alike: z.tuple([z.number(), z.number()]),
})

/** training.json, as far as the card tells of it; calibrate.py writes it. */
export const trainingSchema = z.object({
  aucLossInt8: z.number(),
  choice: z.object({
    weights: z.string(),
    tried: z.record(z.string(), z.object({ auc: z.number(), news: z.number() })),
    leanings: z.record(z.string(), leaning),
  }),
  calibration: z.record(
    z.string(),
    z.object({ rows: z.number(), positive: z.number(), way: z.string(), auc: z.number(), ece: z.number() }),
  ),
})

type Training = z.infer<typeof trainingSchema>

const number = (value: number) => shown(value, 'number')
const count = (value: number) => value.toLocaleString('en-GB')

const table = (head: string[], rows: string[][]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

/** What the card says of the held-back rows: how each label is calibrated. */
export function cardCalibration({ calibration, aucLossInt8 }: Training): string {
  const labels = Object.entries(calibration)
  return [
    `AUC at the natural share: ${labels.map(([label, { auc }]) => `${label} ${number(auc)}`).join(', ')}. AUC of \`toxic\` lost by int8: ${aucLossInt8.toFixed(5)}.`,
    table(
      ['label', 'rows that say', 'positive', 'calibrated by', 'expected calibration error'],
      labels.map(([label, { rows, positive, way, ece }]) => [
        label,
        count(rows),
        count(positive),
        way,
        ece.toFixed(4),
      ]),
    ),
  ].join('\n\n')
}

/** What the card says of the weights that were compared, and of what each label leans on. */
export function cardChoice({ choice: { weights, tried, leanings } }: Training): string {
  const arrow = ([before, after]: [number, number]) => `${number(before)} → ${number(after)}`
  return [
    table(
      ['weights', 'AUC', 'news'],
      Object.entries(tried).map(([name, { auc, news }]) => [name, number(auc), number(news)]),
    ),
    `Shipped: ${weights}, window 256.`,
    table(
      ['label', 'share', 'depth', 'AUC', 'Spearman with Perspective’s score'],
      Object.entries(leanings).map(([label, { share, depth, auc, alike }]) => [
        label,
        `${share}`,
        `${depth}`,
        arrow(auc),
        arrow(alike),
      ]),
    ),
  ].join('\n\n')
}
