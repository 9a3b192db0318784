import { accuracy, accuracyBy, macroF1 } from './classes.js'
import type { Scorer } from './scorer.js'
import type { HateRow } from './sets.js'

/** Each case guessed by `max(toxic, identity_hate)` at one threshold. */
async function guesses(rows: readonly HateRow[], threshold: number, { scoreAll }: Scorer) {
  const scores = await scoreAll(rows.map(({ text }) => text))
  return rows.map(({ hateful, functionality }, i) => {
    const found = Math.max(scores[i]?.toxic ?? Number.NaN, scores[i]?.identity_hate ?? Number.NaN)
    return { guess: found >= threshold, truth: hateful === 1, functionality }
  })
}

/** Macro-F1, accuracy and the share right of each functionality. */
export async function hateFigures(rows: readonly HateRow[], threshold: number, scorer: Scorer) {
  const guessed = await guesses(rows, threshold, scorer)
  const right = accuracyBy(guessed, ({ functionality }) => functionality)
  return { macroF1: macroF1(guessed), accuracy: accuracy(guessed), right }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** HateCheck's cells that the table of measures names. */
export function hatecheckCells(right: Readonly<Record<string, number>>) {
  const spelling = Object.keys(right).filter((name) => name.startsWith('spell_'))
  const cell = (name: string) => right[name] ?? null
  return {
    hatecheck_neutral_identity: cell('ident_neutral_nh'),
    hatecheck_positive_identity: cell('ident_pos_nh'),
    hatecheck_profanity: cell('profanity_nh'),
    hatecheck_negated: cell('negate_neg_nh'),
    hatecheck_quoted: cell('counter_quote_nh'),
    hatecheck_referred: cell('counter_ref_nh'),
    hatecheck_spelling: spelling.length > 0 ? mean(spelling.map((name) => right[name] ?? 0)) : null,
  }
}
