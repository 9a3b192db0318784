import type { Scores } from '../domain/labels.js'
import type { Normalised } from '../domain/normalise.js'
import { calibrate } from './calibration.js'
import { startChild } from './child-process.js'
import { describeModel } from './describe.js'
import { type CompleteFiles, lookAt, type ModelFiles, versionOf } from './files.js'
import { openPool } from './pool.js'
import { readingOf } from './reading.js'
import { findSpans, type LabelSpans } from './spans.js'

/** A model that stands in memory, and the files that it was read from. */
export type LoadedModel = {
  version: string
  /** Whether these, seen now, are the files that it was read from. */
  isFrom: (files: ModelFiles) => boolean
  score: (text: string) => Promise<Scores>
  spans: (text: Normalised) => Promise<LabelSpans>
  close: (reason: string) => Promise<void>
  broken: Promise<string>
}

// Scores point at no words: nobody asks where these lead.
const unasked = { starts: [], ends: [] }

/** Starts the processes on these files; rejects with the reason, and leaves nothing running, when that fails. */
export async function loadModel(
  folder: string,
  files: CompleteFiles,
  parts: { processes: number; naturalShare: number | undefined; onLoss: () => void },
): Promise<LoadedModel> {
  const isFrom = (seen: ModelFiles) => seen.complete && seen.print === files.print
  const { task, calibration, lexicon, harsh } = await describeModel(folder, files.dtype)
  const { naturalShare } = parts
  const version = await versionOf(folder, files.paths, naturalShare)
  const pool = await openPool({ start: () => startChild(task), size: parts.processes, onLoss: parts.onLoss })
  // Swapped while we read them, the version would name one model and the scores come from another.
  if (!isFrom(await lookAt(folder))) {
    await pool.close('The model is closed.')
    throw new Error('its files were changed meanwhile')
  }
  return {
    version,
    isFrom,
    score: async (text) => {
      const { text: read } = readingOf({ text, offsets: unasked }, harsh)
      return calibrate(calibration, await pool.read(read), naturalShare)
    },
    spans: (text) => findSpans(readingOf(text, harsh), lexicon, pool.read),
    close: pool.close,
    broken: pool.broken,
  }
}
