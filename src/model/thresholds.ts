import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { messageOf, UserError } from '../domain/errors.js'
import { labels } from '../domain/labels.js'
import { lookAt, versionOf } from './files.js'
import { rebase } from './rebase.js'

const share = z.number().min(0).max(1)

const rowSchema = z.object({ threshold: share, precision: share.nullable(), recall: share, flagged: share })

/** The file thresholds.json of a model's folder. */
export const thresholdsSchema = z.object({
  version: z.literal(1),
  prevalence: z.number().gt(0).lt(1),
  rows: z.int().min(1),
  labels: z.partialRecord(z.enum(labels), z.array(rowSchema).min(1)),
})

/** What was measured of a threshold on rows that the model had not seen. */
export type MeasuredThreshold = z.output<typeof rowSchema>

export type Thresholds = {
  /** The model's name, as it stands in decisions. */
  model: string
  /** How many rows it was measured on. */
  rows: number
  labels: z.output<typeof thresholdsSchema>['labels']
}

async function readTable(folder: string): Promise<z.output<typeof thresholdsSchema>> {
  const file = join(folder, 'thresholds.json')
  try {
    return thresholdsSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    const what = error instanceof z.ZodError ? z.prettifyError(error).replaceAll('\n', ' ') : messageOf(error)
    throw new UserError(`What the model misses is not known, for ${file} could not be read: ${what}`)
  }
}

/**
 * Reads what was measured of a model's thresholds; on another natural share they move as scores do, and find the same rows.
 * @throws {UserError} when the folder has no such table.
 */
export async function readThresholds(folder: string, naturalShare?: number): Promise<Thresholds> {
  const { prevalence, rows, labels: tables } = await readTable(folder)
  const files = await lookAt(folder)
  if (!files.complete) throw new UserError(files.detail)
  const moved = (threshold: number) =>
    naturalShare === undefined ? threshold : rebase(threshold, prevalence, naturalShare)
  return {
    model: await versionOf(folder, files.paths, naturalShare),
    rows,
    labels: Object.fromEntries(
      Object.entries(tables).map(([label, table]) => [
        label,
        table.map((row) => ({ ...row, threshold: moved(row.threshold) })),
      ]),
    ),
  }
}
