import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { messageOf } from '../domain/errors.js'
import { labels } from '../domain/labels.js'
import { type Calibration, calibrationSchema } from './calibration.js'
import type { Dtype } from './files.js'
import { type HarshWords, harshWordsOf, harshWordsSchema } from './harsh-words.js'
import { emptyLexicon, type Lexicon, lexiconSchema } from './lexicon.js'
import type { ChildTask } from './protocol.js'

/** All that must be known of a model before it is loaded. */
export type ModelDescription = {
  task: ChildTask
  calibration: Calibration | undefined
  lexicon: Lexicon
  /** Without them disguised words are read as they stand. */
  harsh: HarshWords | undefined
}

// Beyond 512 tokens the networks that these labels exist for have no positions.
const longestWindow = 512
// For a tokenizer that names no limit: two windows of 256 cost two thirds of one of 512.
const plainWindow = 256
// The special tokens and a few words.
const shortestWindow = 16

const configSchema = z.object({
  problem_type: z.literal('multi_label_classification', {
    error: 'must be "multi_label_classification", or scores would be made to add up to one',
  }),
  id2label: z
    .record(z.string().regex(/^\d+$/), z.string())
    .refine((named) => sameSet(Object.values(named), labels), `must name exactly ${labels.join(', ')}`),
  max_position_embeddings: z.number().min(shortestWindow).default(longestWindow),
})

const tokenizerSchema = z.object({
  // Tokenizers without a limit write 1e30, or nothing.
  model_max_length: z.number().min(shortestWindow).nullish(),
})

/** Reads and checks what the folder says of itself; throws an error of one sentence that names the file and the fault. */
export async function describeModel(folder: string, dtype: Dtype): Promise<ModelDescription> {
  const root = resolve(folder)
  const config = await readAs(configSchema, join(root, 'config.json'))
  const tokenizer = await readAs(tokenizerSchema, join(root, 'tokenizer_config.json'))
  const window = Math.min(
    tokenizer.model_max_length ?? plainWindow,
    config.max_position_embeddings,
    longestWindow,
  )
  const harsh = await readIfThere(harshWordsSchema, join(root, 'harsh-words.json'))
  const places = new Map(Object.entries(config.id2label).map(([place, label]) => [label, Number(place)]))
  return {
    task: { folder: root, dtype, window, labelPlaces: labels.map((label) => places.get(label) ?? -1) },
    calibration: await readIfThere(calibrationSchema, join(root, 'calibration.json')),
    lexicon: (await readIfThere(lexiconSchema, join(root, 'lexicon.json'))) ?? emptyLexicon,
    harsh: harsh && harshWordsOf(harsh),
  }
}

function sameSet(found: readonly string[], wanted: readonly string[]): boolean {
  return (
    found.length === wanted.length &&
    new Set(found).size === found.length &&
    wanted.every((l) => found.includes(l))
  )
}

async function readIfThere<T>(schema: z.ZodType<T>, path: string): Promise<T | undefined> {
  const absent = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'
  try {
    return await readAs(schema, path)
  } catch (error) {
    if (error instanceof Error && absent(error.cause)) return undefined
    throw error
  }
}

async function readAs<T>(schema: z.ZodType<T>, path: string): Promise<T> {
  const content: unknown = await readJson(path)
  const read = schema.safeParse(content)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new Error(
    `The model's ${path} is wrong at ${issue?.path.join('.') || 'its root'}: ${issue?.message}.`,
  )
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw new Error(`The model's ${path} cannot be read: ${messageOf(error)}.`, { cause: error })
  }
}
