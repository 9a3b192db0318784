import type { Signal } from '../domain/signal.js'
import { once } from './once.js'
import { visibleText } from './visible-text.js'
import { placedWords } from './words.js'

// Not digits, which repeat in amounts, nor what lines are drawn with.
const run = /([\p{L}\p{P}\p{S}])\1{2,}/giu
const ruler = /^[-_=~*.•─—]+$/u

const longest = once(({ body }) =>
  [...visibleText(body).matchAll(run)]
    .filter(({ 0: found }) => !ruler.test(found))
    .map(({ 0: found, index }) => ({
      length: [...found].length,
      span: { start: index, end: index + found.length },
    }))
    .reduce((most, one) => (one.length > most.length ? one : most), {
      length: 0,
      span: { start: 0, end: 0 },
    }),
)

const longestRun: Signal = {
  name: 'repetition.longestRun',
  type: 'number',
  describes:
    'The longest run of one letter or sign, 3 or more (`soooo` is 4), or 0; digits and drawn lines do not count.',
  example: 'repetition.longestRun >= 15',
  read: (circumstances) => {
    const { length, span } = longest(circumstances)
    return { value: length, spans: length > 0 ? [span] : [] }
  },
}

// A window, because in a long text every common word comes again: so the share is the same for a long text and a short one.
const windowWords = 10

const repeatedWords: Signal = {
  name: 'repetition.repeatedWords',
  type: 'number',
  range: [0, 1],
  describes:
    'The share of words that already stood among the ten before them, 0 to 1: ordinary text has 0 to 0.2, `buy now buy now` 0.5.',
  example: 'repetition.repeatedWords >= 0.5 && length.words >= 10',
  read: ({ body }) => {
    const words = placedWords(visibleText(body)).map(({ word }) => word)
    const repeated = words.filter((word, at) => words.slice(Math.max(0, at - windowWords), at).includes(word))
    return { value: words.length === 0 ? 0 : repeated.length / words.length }
  },
}

export const repetitionSignals: readonly Signal[] = [longestRun, repeatedWords]
