import type { Evaluation } from '../../bench/eval/evaluation.js'
import { shown } from '../../bench/eval/measures.js'
import { markdownTable } from '../../bench/eval/table.js'

const percent = (share: number | null) => (share === null ? '' : shown(share, 'percent'))

function pairs(head: string, rows: Readonly<Record<string, number | null>>): string {
  const lines = Object.entries(rows).map(([name, share]) => `| ${name} | ${percent(share)} |`)
  return [head, '| --- | --- |', ...lines].join('\n')
}

const times = (count: number) => (count === 1 ? 'once' : `${count} times`)

/** What the card says was measured: every figure is one of evaluation.json. */
export function cardFigures(evaluation: Evaluation): string {
  const { model, looks, hold, measures, written, hatecheck, obfuscationKept, perspective, workload } =
    evaluation
  const terms = Object.values(evaluation.madlibsFalseAlarms).filter((share) => share !== null)
  const desk = workload.map(
    ({ threshold, caught, cleared }) =>
      `| ${percent(caught)} | ${percent(cleared)} | ${shown(threshold, 'number')} |`,
  )
  const error = evaluation.newsCalibrationError
  return [
    `\`npm run eval\` measured \`${model}\` as it is used: int8, one comment a run, normalised, calibrated. It has looked at the evaluation sets ${times(looks)}.`,
    markdownTable(measures),
    `HateCheck and HatemojiCheck take \`max(toxic, identity_hate)\` from ${hold.hate} on for hate; false alarms, disguises and our own comments take \`toxic\` from ${hold.toxic} on for held. Of our own 300 civil comments the shipped rules hold or reject ${percent(written.heldByTheRules)}, the threshold alone ${percent(written.overTheHoldThreshold)}. The identity terms' false alarms lie between ${percent(Math.min(...terms))} and ${percent(Math.max(...terms))}.`,
    ...(error === null
      ? []
      : [`Expected calibration error on news, weighed to the natural share: ${shown(error, 'number')}.`]),
    '![What the model says of news comments against what raters found](reliability.svg)',
    '![Clean news comments that nobody need see against toxic ones missed](workload.svg)',
    ['| to catch of the toxic | unseen of the clean | `toxic` from |', '| --- | --- | --- |', ...desk].join(
      '\n',
    ),
    pairs('| HateCheck, right | |', hatecheck),
    pairs('| still caught when disguised by | |', obfuscationKept),
    `Spearman with Perspective's own scores: ${Object.entries(perspective.spearman)
      .map(([label, value]) => `${label} ${shown(value, 'number')}`)
      .join(', ')}. Mean absolute difference on its half-and-half scale: ${Object.entries(
      perspective.meanAbsoluteDifference,
    )
      .map(([label, value]) => `${label} ${shown(value, 'number')}`)
      .join(', ')}.`,
  ].join('\n\n')
}
