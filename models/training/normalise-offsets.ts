// Like normalise.ts, with the way back: a JSON string a line in, `[text, starts, ends]` a line out (src/domain/normalise.ts).
// Started by lexicon.py as `node --import tsx models/training/normalise-offsets.ts [harsh-words.json]`.
import { createInterface } from 'node:readline'
import { normalise } from '../../src/domain/normalise.js'
import { readingOf } from '../../src/model/reading.js'
import { harshWordsAt } from './harsh-words-at.js'

const harsh = harshWordsAt(process.argv[2])
for await (const line of createInterface({ input: process.stdin })) {
  const given: unknown = JSON.parse(line)
  if (typeof given !== 'string') throw new Error('each line must be a JSON string')
  const { text, offsets } = readingOf(normalise(given), harsh)
  process.stdout.write(`${JSON.stringify([text, offsets.starts, offsets.ends])}\n`)
}
