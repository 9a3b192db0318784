export type MeasureUnit = 'number' | 'percent' | 'points' | 'times'

/** One measure of the model: what it is, the least that is accepted and what is aimed at. */
export type Measure = {
  id: string
  what: string
  unit: MeasureUnit
  floor: number
  aim: number
  /** True where a lower value is the better one. */
  lower?: true
}

const measure = (
  id: string,
  what: string,
  floor: number,
  aim: number,
  unit: MeasureUnit = 'number',
): Measure => ({ id, what, unit, floor, aim })

const share = (id: string, what: string, floor: number, aim: number): Measure =>
  measure(id, what, floor, aim, 'percent')

/** All that is measured, in the order of the table. */
export const measures: readonly Measure[] = [
  measure('news_auc', 'News comments (civil_val): AUC of toxic', 0.9, 0.94),
  share('news_cleared', 'News: clean comments under the threshold that catches 95 % of the toxic', 0.6, 0.75),
  measure('jigsaw_auc', 'Wikipedia talk (jigsaw_val): AUC of toxic', 0.965, 0.98),
  measure('wiki_identity_auc', 'Wikipedia talk that names identities: AUC of toxic', 0.96, 0.98),
  measure('surge_auc', 'Surge: AUC of toxic', 0.94, 0.97),
  measure('hatecheck_macro_f1', 'HateCheck: macro-F1 (Perspective .70)', 0.7, 0.82),
  measure('hatecheck_accuracy', 'HateCheck: accuracy (Perspective .77)', 0.73, 0.83),
  share('hatecheck_neutral_identity', 'HateCheck: identity named neutrally, right', 0.8, 0.95),
  share('hatecheck_positive_identity', 'HateCheck: identity named kindly, right', 0.8, 0.95),
  share('hatecheck_profanity', 'HateCheck: profanity at no one, right', 0.8, 0.95),
  share('hatecheck_negated', 'HateCheck: negated hate, right', 0.5, 0.85),
  share('hatecheck_quoted', 'HateCheck: hate quoted to answer it, right', 0.5, 0.85),
  share('hatecheck_referred', 'HateCheck: hate referred to, to answer it, right', 0.5, 0.85),
  share('hatecheck_spelling', 'HateCheck: spelling variants, mean of the five', 0.75, 0.88),
  measure('hatemoji_macro_f1', 'HatemojiCheck: macro-F1', 0.7, 0.85),
  measure('perspective_toxicity', "Perspective's scores: Spearman with TOXICITY", 0.75, 0.9),
  measure('perspective_mean', "Perspective's scores: Spearman, mean of the six", 0.6, 0.78),
  measure('madlibs_auc', 'Identity templates (madlibs): AUC of toxic', 0.92, 0.98),
  {
    ...measure(
      'madlibs_spread',
      'Identity templates: false alarms, between the most and the least alarmed term',
      0.15,
      0.03,
      'points',
    ),
    lower: true,
  },
  {
    ...share('written_held', 'Our 300 heated but civil comments: held or rejected', 0.08, 0.02),
    lower: true,
  },
  share('obfuscation_kept', 'Of toxic comments that are caught, still caught in ten disguises', 0.85, 0.95),
  measure('spans_f1', 'Spans (spans_trial): F1 of characters', 0.6, 0.69),
  {
    ...measure('calibration_error', 'Expected calibration error on validation, natural share', 0.03, 0.015),
    lower: true,
  },
  { ...measure('int8_auc_lost', 'AUC lost by int8', 0.001, 0.0003), lower: true },
  measure('speed_ratio', 'Comments a second a core, against BERT-base int8', 5, 6, 'times'),
]

/** A value as people read it: `.943`, `61.2 %`, `4.0 points`, `5.8×`. */
export function shown(value: number | null, unit: MeasureUnit): string {
  if (value === null || Number.isNaN(value)) return 'not measured'
  if (unit === 'percent') return `${(value * 100).toFixed(1)} %`
  if (unit === 'points') return `${(value * 100).toFixed(1)} points`
  if (unit === 'times') return `${value.toFixed(1)}×`
  return value.toFixed(Math.abs(value) < 0.01 ? 4 : 3).replace(/^(-?)0\./, '$1.')
}

/** Where a value stands: `under the floor`, `above the floor` or `reaches the aim`. */
export function standing({ floor, aim, lower }: Measure, value: number | null): string {
  if (value === null || Number.isNaN(value)) return ''
  const reaches = (wanted: number) => (lower ? value <= wanted : value >= wanted)
  if (reaches(aim)) return 'reaches the aim'
  return reaches(floor) ? 'above the floor' : 'under the floor'
}
