import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { messageOf, UserError } from '../../src/domain/errors.js'

const thresholdsSchema = z.object({
  prevalence: z.number().gt(0).lt(1),
  /** On the calibrated scale: from where `toxic` is held, and from where `max(toxic, identity_hate)` counts as hate. */
  hold: z.object({ toxic: z.number(), hate: z.number() }).default({ toxic: 0.5, hate: 0.2 }),
})

const trainingSchema = z.object({ eceToxic: z.number().optional(), aucLossInt8: z.number().optional() })
const speedSchema = z.object({ ratio: z.number() })
const wordsSchema = z.object({ words: z.record(z.string(), z.number()) })

async function readAs<T>(schema: z.ZodType<T>, path: string): Promise<T | undefined> {
  const content = await readFile(path, 'utf8').catch(() => undefined)
  if (content === undefined) return undefined
  try {
    return schema.parse(JSON.parse(content))
  } catch (error) {
    throw new UserError(`${path} is wrong: ${messageOf(error)}`)
  }
}

/** The one shipped set of thresholds, and the natural share that the scores stand on. */
export async function readHold(folder: string) {
  const path = join(folder, 'thresholds.json')
  const found = await readAs(thresholdsSchema, path)
  if (!found) throw new UserError(`${path} is not there: it says from which score a comment is held.`)
  return found
}

/** What was measured when the model was trained and benchmarked; null where it was not. */
export async function readElsewhere(folder: string) {
  const training = await readAs(trainingSchema, join(folder, 'training.json'))
  const speed = await readAs(speedSchema, join(folder, 'speed.json'))
  return {
    calibration_error: training?.eceToxic ?? null,
    int8_auc_lost: training?.aucLossInt8 ?? null,
    speed_ratio: speed?.ratio ?? null,
  }
}

// From half on, a word is more often part of what raters marked than not.
const mostlyMarked = 0.5

/** Whether a lower-cased word is one that raters mostly marked. Without a lexicon no word is. */
export async function toxicWords(folder: string): Promise<(word: string) => boolean> {
  const lexicon = await readAs(wordsSchema, join(folder, 'lexicon.json'))
  const words = new Map(Object.entries(lexicon?.words ?? {}))
  return (word) => (words.get(word) ?? 0) >= mostlyMarked
}
