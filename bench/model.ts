// How many comments a second the model reads, and what the plain way of using the library would do on the same machine.
// npm run bench:model -- [processes] [data.jsonl.gz, or - for a few written texts] [model folder]
// With a BERT-base from models/training/bert_base.py in place, it is read beside ours, and what came out is written to
// speed.json in the model's folder.
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { env, pipeline } from '@huggingface/transformers'
import { normalise } from '../src/domain/normalise.js'
import { openModel } from '../src/model/model.js'
import { measure } from './measure.js'
import { sideBySide } from './side-by-side.js'

const secondsEach = 10
const batchSize = 16
const bertBase = 'models/training/work/bert-base'

// The lengths that a news desk sees: many short, few long.
const written = [
  'Agreed.',
  'Who pays for all this in the end? Us, as always.',
  'Great piece, I had no idea that the old harbour was planned that way from the start. More of this, please!',
  'You lot are idiots if you believe one word of what this minister says, he has lied to us for ten years.',
  'The war has cost both sides dearly, and nobody who lost a son there cares which general was right. I wish that the article had spoken to some of the families, because the figures alone tell us very little about what it did to the towns along the river.',
  'I have lived on this street since 1974 and the traffic has never been worse. The council promised us a bypass, then a bus lane, then a study, and what we got is a sign with a smiling badger on it. I would vote for anyone, of whatever colour, who would stand at the crossing at eight in the morning with a stopwatch and then dare to say again that there is no problem. Until then I take everything that is printed about the great success of the plan with a large spoon of salt.',
]

type Row = { way: string; perSecond: number }

const [processesArgument, dataPath = '-', folder = 'models/toxicity'] = process.argv.slice(2)
const cores = Number(processesArgument ?? availableParallelism())
const texts = dataPath === '-' ? written : await textsOf(dataPath)

const rows: Row[] = [
  { way: 'pipeline(), batches of 16, this process', perSecond: await naive(texts) },
  { way: 'stet, 1 process', perSecond: await pooled(texts, 1) },
]
if (cores > 1) rows.push({ way: `stet, ${cores} processes`, perSecond: await pooled(texts, cores) })
print(rows)
if (existsSync(bertBase)) await compare()
else process.stdout.write(`No BERT-base in ${bertBase}: models/training/bert_base.py makes one.\n`)

async function compare(): Promise<void> {
  const speed = await sideBySide(texts, folder, bertBase)
  print([
    { way: 'BERT-base int8, random weights, 1 process', perSecond: speed.bertBase },
    { way: 'ours beside it, 1 process', perSecond: speed.ours },
  ])
  const read = { texts: dataPath === '-' ? 'a few written ones' : basename(dataPath), ...speed }
  await writeFile(join(folder, 'speed.json'), `${JSON.stringify(read, null, 1)}\n`)
}

async function textsOf(path: string): Promise<string[]> {
  const lines = gunzipSync(await readFile(path))
    .toString('utf8')
    .split('\n')
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const row: unknown = JSON.parse(line)
      if (typeof row === 'object' && row && 'text' in row && typeof row.text === 'string') return row.text
      throw new Error(`${path} has a line without a text`)
    })
}

async function pooled(comments: readonly string[], processes: number): Promise<number> {
  const model = await openModel({ folder, processes })
  const rate = await measure(
    comments,
    processes * 2,
    async (text) => {
      await model.score(normalise(text).text)
    },
    secondsEach,
  )
  await model.close()
  return rate
}

async function naive(comments: readonly string[]): Promise<number> {
  env.allowRemoteModels = false
  env.useFSCache = false
  const classify = await pipeline('text-classification', resolve(folder), { dtype: 'q8' })
  const batches: string[][] = []
  for (let i = 0; i < comments.length; i += batchSize) batches.push(comments.slice(i, i + batchSize))
  // The written texts are fewer than a batch: repeat them, as pooled() does.
  const whole = batches.map((batch) =>
    Array.from({ length: batchSize }, (_, i) => batch[i % batch.length] ?? ''),
  )
  const rate = await measure(
    whole,
    1,
    async (batch) => {
      await classify(
        batch.map((text) => normalise(text).text),
        { top_k: null },
      )
    },
    secondsEach,
  )
  await classify.dispose()
  return rate * batchSize
}

function print(measured: readonly Row[]): void {
  const base = measured[0]?.perSecond ?? 1
  process.stdout.write(`${'way'.padEnd(44)}${'comments/s'.padStart(12)}${'ratio'.padStart(8)}\n`)
  for (const { way, perSecond } of measured) {
    const ratio = (perSecond / base).toFixed(2)
    process.stdout.write(`${way.padEnd(44)}${perSecond.toFixed(1).padStart(12)}${ratio.padStart(8)}\n`)
  }
}
