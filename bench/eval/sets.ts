import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { messageOf, UserError } from '../../src/domain/errors.js'
import { labels } from '../../src/domain/labels.js'

const text = z.string()
const toxicRow = z.object({ text, labels: z.object({ toxic: z.number() }) })
const hateRow = z.object({ text, hateful: z.union([z.literal(0), z.literal(1)]), functionality: z.string() })
const spansRow = z.object({
  raw: z.string(),
  // A list of code-point offsets, written as JSON within the JSON.
  spans: z
    .string()
    .transform((written) => JSON.parse(written) as unknown)
    .pipe(z.array(z.number())),
})
const perspectiveRow = z.object({ text, perspective: z.partialRecord(z.enum(labels), z.number()) })

/** The sets that the evaluation reads, each from `eval/NAME.jsonl.gz` of the data folder. */
const schemas = {
  civil_val: toxicRow,
  jigsaw_val: toxicRow,
  wiki_identity: toxicRow,
  surge: toxicRow,
  madlibs_6k: toxicRow,
  hatecheck: hateRow,
  hatemojicheck: hateRow,
  perspective_500: perspectiveRow,
  spans_trial: spansRow,
}

export type SetName = keyof typeof schemas
export type ToxicRow = z.infer<typeof toxicRow>
export type HateRow = z.infer<typeof hateRow>
export type SpansRow = z.infer<typeof spansRow>
export type PerspectiveRow = z.infer<typeof perspectiveRow>
export type Sets = { [Name in SetName]: z.infer<(typeof schemas)[Name]>[] } & { written: { text: string }[] }

const writtenPath = 'models/training/written/heated_civil_test.jsonl'

function parseLines<T>(schema: z.ZodType<T>, content: string, path: string): T[] {
  const lines = content.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line, i) => {
    try {
      return schema.parse(JSON.parse(line))
    } catch (error) {
      const why = error instanceof z.ZodError ? z.prettifyError(error) : 'it is not JSON'
      throw new UserError(`${path}, line ${i + 1}: ${why}`)
    }
  })
}

async function contentOf(path: string): Promise<string> {
  try {
    const content = await readFile(path)
    return (path.endsWith('.gz') ? gunzipSync(content) : content).toString('utf8')
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${messageOf(error)}.`)
  }
}

async function readSet<Name extends SetName>(folder: string, name: Name) {
  const path = join(folder, 'eval', `${name}.jsonl.gz`)
  const schema: z.ZodType = schemas[name]
  return [name, parseLines(schema, await contentOf(path), path)] as const
}

/** Reads every set before anything is scored. @throws {UserError} that names the file, the line and the field. */
export async function readSets(folder: string): Promise<Sets> {
  const names = Object.keys(schemas) as SetName[]
  const read = await Promise.all(names.map((name) => readSet(folder, name)))
  const written = parseLines(z.object({ text }), await contentOf(writtenPath), writtenPath)
  return { ...Object.fromEntries(read), written } as unknown as Sets
}
