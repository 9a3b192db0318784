// Runs the product's own normaliser over JSON strings, one a line, so that training reads what the model will read.
// Started by prepare.py as `node --import tsx models/training/normalise.ts`.
import { createInterface } from 'node:readline'
import { normalise } from '../../src/domain/normalise.js'

for await (const line of createInterface({ input: process.stdin })) {
  const text: unknown = JSON.parse(line)
  if (typeof text !== 'string') throw new Error('each line must be a JSON string')
  process.stdout.write(`${JSON.stringify(normalise(text).text)}\n`)
}
