import type { Normalised } from '../domain/normalise.js'
import { emojiNames } from './emoji-names.js'
import type { HarshWords } from './harsh-words.js'
import { replaceAll } from './replace.js'
import { unmask } from './unmask.js'

/**
 * What the network reads of a normalised text: emoji by their names, for its tokenizer knows none, and disguised harsh words
 * as themselves. Training reads the same; word lists and fingerprints do not. Linear in the text's length.
 */
export function readingOf(given: Normalised, harsh: HarshWords | undefined): Normalised {
  const named = replaceAll(given, emojiNames(given.text))
  return harsh ? replaceAll(named, unmask(named.text, harsh)) : named
}
