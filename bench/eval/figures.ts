import type { Model } from '../../src/model/model.js'
import { recallKept } from './disguised.js'
import { readElsewhere, readHold, toxicWords } from './elsewhere.js'
import type { Evaluation } from './evaluation.js'
import { hatecheckCells, hateFigures } from './hate-sets.js'
import { falseAlarms, spread } from './madlibs.js'
import { perspectiveFigures } from './perspective.js'
import type { Scorer } from './scorer.js'
import type { Sets, ToxicRow } from './sets.js'
import { spansF1 } from './spans.js'
import { aucOf, reliabilityOf, scoreToxic, workloadTable } from './toxic-sets.js'
import { clearedAt, type Point, workload } from './workload.js'
import { writtenFigures } from './written.js'

/** How many texts and posts the whole evaluation reads, for the progress bar. */
export function workOf(sets: Sets): number {
  const plain = Object.values(sets).reduce((sum, rows) => sum + rows.length, 0)
  // Toxic ones once more as they stand, and in ten disguises; those that are not caught are then left out.
  return plain + toxicTexts(sets).length * 11
}

const toxicTexts = ({ jigsaw_val, civil_val }: Sets) =>
  [...jigsaw_val, ...civil_val].filter(({ labels }) => labels.toxic >= 0.5).map(({ text }) => text)

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

async function hateMeasures(sets: Sets, threshold: number, scorer: Scorer) {
  const hatecheck = await hateFigures(sets.hatecheck, threshold, scorer)
  const hatemoji = await hateFigures(sets.hatemojicheck, threshold, scorer)
  return {
    hatecheck: hatecheck.right,
    hatemojicheck: hatemoji.right,
    measures: {
      hatecheck_macro_f1: hatecheck.macroF1,
      hatecheck_accuracy: hatecheck.accuracy,
      ...hatecheckCells(hatecheck.right),
      hatemoji_macro_f1: hatemoji.macroF1,
    },
  }
}

async function toxicMeasures(sets: Sets, naturalShare: number, scorer: Scorer) {
  const auc = async (rows: readonly ToxicRow[]) => aucOf(await scoreToxic(rows, scorer))
  const news = await scoreToxic(sets.civil_val, scorer)
  return {
    measures: {
      news_auc: aucOf(news),
      news_cleared: clearedAt(news, 0.95),
      jigsaw_auc: await auc(sets.jigsaw_val),
      wiki_identity_auc: await auc(sets.wiki_identity),
      surge_auc: await auc(sets.surge),
    },
    ...reliabilityOf(news, naturalShare),
    workload: workloadTable(news),
    curve: workload(news),
  }
}

async function identityMeasures(sets: Sets, threshold: number, scorer: Scorer) {
  const scored = await scoreToxic(sets.madlibs_6k, scorer)
  const rates = falseAlarms(
    scored.map((row, i) => ({ ...row, text: sets.madlibs_6k[i]?.text ?? '' })),
    threshold,
  )
  return {
    madlibsFalseAlarms: rates,
    measures: { madlibs_auc: aucOf(scored), madlibs_spread: spread(rates) },
  }
}

/** All figures of the model that stands in the folder; `onRow` hears of each text read. */
export async function figuresOf(
  sets: Sets,
  { folder, model, scorer, onRow }: { folder: string; model: Model; scorer: Scorer; onRow: () => void },
): Promise<Omit<Evaluation, 'version' | 'model' | 'looks'> & { curve: Point[] }> {
  const { hold, prevalence } = await readHold(folder)
  const toxic = await toxicMeasures(sets, prevalence, scorer)
  const hate = await hateMeasures(sets, hold.hate, scorer)
  const perspective = await perspectiveFigures(sets.perspective_500, prevalence, scorer)
  const identity = await identityMeasures(sets, hold.toxic, scorer)
  const written = await writtenFigures(sets.written, hold.toxic, scorer)
  const kept = await recallKept(toxicTexts(sets), hold.toxic, await toxicWords(folder), scorer)
  const measures = {
    ...toxic.measures,
    ...hate.measures,
    perspective_toxicity: perspective.spearman.toxic ?? null,
    perspective_mean: mean(Object.values(perspective.spearman)),
    ...identity.measures,
    written_held: written.heldByTheRules,
    obfuscation_kept: mean(Object.values(kept)),
    spans_f1: await spansF1(sets.spans_trial, model, scorer.atOnce, onRow),
    ...(await readElsewhere(folder)),
  }
  const { hatecheck, hatemojicheck } = hate
  const { madlibsFalseAlarms } = identity
  const { reliability, newsCalibrationError, workload: table, curve } = toxic
  return {
    hold,
    measures,
    written,
    hatecheck,
    hatemojicheck,
    perspective,
    madlibsFalseAlarms,
    obfuscationKept: kept,
    reliability,
    newsCalibrationError,
    workload: table,
    curve,
  }
}
