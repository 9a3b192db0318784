// Reads JSON strings, one a line, as the product does before the network: normalised, emoji by name, and, with a list of
// harsh words, without disguises. Started by data.py as `node --import tsx models/training/normalise.ts [harsh-words.json]`.
import { createInterface } from 'node:readline'
import { normalise } from '../../src/domain/normalise.js'
import { readingOf } from '../../src/model/reading.js'
import { harshWordsAt } from './harsh-words-at.js'

const harsh = harshWordsAt(process.argv[2])
for await (const line of createInterface({ input: process.stdin })) {
  const text: unknown = JSON.parse(line)
  if (typeof text !== 'string') throw new Error('each line must be a JSON string')
  process.stdout.write(`${JSON.stringify(readingOf(normalise(text), harsh).text)}\n`)
}
