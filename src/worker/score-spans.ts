import type { Reason } from '../domain/decision.js'
import { labels } from '../domain/labels.js'
import type { Normalised } from '../domain/normalise.js'
import type { Readings } from '../domain/signal.js'
import type { Logger } from '../logger.js'
import type { Model } from '../model/model.js'
import type { LabelSpans } from '../model/spans.js'
import type { Outcome } from '../rules/evaluate.js'
import { type Timings, timed } from './timings.js'

/** What a comment has been judged by, and how; `uid` is its name in the log. */
type Judged = { uid: string; text: Normalised; outcome: Outcome; readings: Readings; timings: Timings }

function withScoreSpans(readings: Readings, spans: LabelSpans): Readings {
  const added = labels.flatMap((label) => {
    const reading = readings[`scores.${label}`]
    return reading ? [[`scores.${label}`, { ...reading, spans: spans.get(label) ?? [] }] as const] : []
  })
  return { ...readings, ...Object.fromEntries(added) }
}

/**
 * The reasons, with the words that the scores rest on. Only for a comment that is held or rejected for its scores, because
 * finding the words takes many passes of the model. `evaluate` gives the same matches again, for the values are the same; when
 * the words cannot be had, the reasons stay as they were: a verdict must not wait for its explanation.
 */
export async function reasonsWithSpans(
  { model, logger }: { model: Model; logger: Logger },
  { uid, text, outcome, readings, timings }: Judged,
  evaluate: (readings: Readings) => Outcome,
): Promise<Reason[]> {
  if (!outcome.restsOn.some((name) => name.startsWith('scores.'))) return outcome.reasons
  try {
    const spans = await timed(timings, 'spansMs', () => model.spans(text))
    return evaluate(withScoreSpans(readings, spans)).reasons
  } catch (err) {
    logger.warn({ err, comment: uid }, 'the words that the scores rest on could not be found')
    return outcome.reasons
  }
}
