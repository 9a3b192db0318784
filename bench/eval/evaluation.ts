import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'

// Null where a figure could not be had: a correlation with values that are all the same.
const shares = z.record(z.string(), z.number().nullable())

/** models/toxicity/evaluation.json: what was measured of the shipped file, and what the figures rest on. */
export const evaluationSchema = z.object({
  version: z.literal(1),
  model: z.string(),
  /** How often the evaluation sets were looked at, this time included. */
  looks: z.int().min(1),
  hold: z.object({ toxic: z.number(), hate: z.number() }),
  measures: shares,
  written: z.object({ heldByTheRules: z.number(), overTheHoldThreshold: z.number() }),
  hatecheck: shares,
  hatemojicheck: shares,
  perspective: z.object({ spearman: shares, meanAbsoluteDifference: shares }),
  madlibsFalseAlarms: shares,
  obfuscationKept: shares,
  /** News comments weighed to the natural share: what the model says against what is found. */
  reliability: z.array(z.object({ said: z.number(), found: z.number() })),
  /** The same as one figure, over twenty bins of equal mass: expected calibration error. */
  newsCalibrationError: z.number().nullable().default(null),
  /** News comments: to catch this share of the toxic, this share of the clean need not be seen. */
  workload: z.array(z.object({ threshold: z.number(), caught: z.number(), cleared: z.number() })),
})

export type Evaluation = z.infer<typeof evaluationSchema>

// Four digits tell apart one comment of two thousand.
const rounded = (_key: string, value: unknown) =>
  typeof value === 'number' ? Math.round(value * 1e4) / 1e4 : value

/** Reads the file; undefined when there is none yet. */
export async function readEvaluation(path: string): Promise<Evaluation | undefined> {
  const content = await readFile(path, 'utf8').catch(() => undefined)
  return content === undefined ? undefined : evaluationSchema.parse(JSON.parse(content))
}

/** Writes the file, its keys in the order of the schema, so that two runs can be compared line by line. Answers what it holds. */
export async function writeEvaluation(path: string, evaluation: Evaluation): Promise<Evaluation> {
  // JSON makes null of what is no number.
  const ordered = evaluationSchema.parse(JSON.parse(JSON.stringify(evaluation, rounded)))
  await writeFile(path, `${JSON.stringify(ordered, null, 1)}\n`)
  return ordered
}
