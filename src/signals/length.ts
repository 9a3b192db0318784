import type { Signal } from '../domain/signal.js'
import { once } from './once.js'
import { visibleText } from './visible-text.js'
import { wordsOf } from './words.js'

// White space is squeezed, so that a page of line breaks is not a long comment.
const squeezed = once(({ body }) => visibleText(body).replace(/\s+/g, ' ').trim())

const characters: Signal = {
  name: 'length.characters',
  type: 'number',
  describes: 'Characters that a reader sees: no tags, and a run of white space counts as one.',
  example: 'length.characters < 1',
  read: (circumstances) => ({ value: Array.from(squeezed(circumstances)).length }),
}

const words: Signal = {
  name: 'length.words',
  type: 'number',
  describes:
    'Words, parted by white space or punctuation; text without spaces (Chinese, Thai) counts as few.',
  example: 'length.words >= 4',
  read: (circumstances) => ({ value: wordsOf(squeezed(circumstances)).length }),
}

export const lengthSignals: readonly Signal[] = [characters, words]
