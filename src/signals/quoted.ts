import type { Circumstances, Signal } from '../domain/signal.js'
import { once } from './once.js'
import { visibleText } from './visible-text.js'
import { wordsOf } from './words.js'

const counted = once(({ body, quotations = [] }: Circumstances) => {
  const text = visibleText(body)
  const quoted = quotations.reduce((sum, { start, end }) => sum + wordsOf(text.slice(start, end)).length, 0)
  return { quoted, all: wordsOf(text).length }
})

const words: Signal = {
  name: 'quoted.words',
  type: 'number',
  describes:
    'Words that repeat the published comment which this one answers, or the headline: six or more in their order, or two where they are marked by `>` or `<blockquote>`. `scores` leaves them out.',
  example: 'quoted.words >= 100',
  read: (circumstances) =>
    circumstances.quotations && { value: counted(circumstances).quoted, spans: circumstances.quotations },
}

const share: Signal = {
  name: 'quoted.share',
  type: 'number',
  range: [0, 1],
  describes: 'Those among all words of the comment, 0 to 1.',
  example: 'quoted.share >= 0.9 && quoted.words >= 20',
  read: (circumstances) => {
    if (circumstances.quotations === undefined) return undefined
    const { quoted, all } = counted(circumstances)
    return { value: all === 0 ? 0 : quoted / all, spans: circumstances.quotations }
  },
}

export const quotedSignals: readonly Signal[] = [words, share]
