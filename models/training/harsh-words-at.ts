import { readFileSync } from 'node:fs'
import { type HarshWords, harshWordsOf, harshWordsSchema } from '../../src/model/harsh-words.js'

/** The list of a file, or none where no file is named. */
export function harshWordsAt(path: string | undefined): HarshWords | undefined {
  return path === undefined
    ? undefined
    : harshWordsOf(harshWordsSchema.parse(JSON.parse(readFileSync(path, 'utf8'))))
}
