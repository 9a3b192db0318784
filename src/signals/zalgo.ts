import type { Span } from '../domain/decision.js'
import type { Signal } from '../domain/signal.js'
import { once } from './once.js'
import { visibleText } from './visible-text.js'

// Variation selectors and the frame of a keycap are marks to Unicode, and belong to emoji.
const stack = /[^\p{M}](?:(?![\ufe00-\ufe0f\u20e3\u{e0100}-\u{e01ef}])\p{M})+/gu

const look = once(({ body }) => {
  const text = visibleText(body)
  const stacks: { marks: number; span: Span }[] = [...text.matchAll(stack)].map(({ 0: found, index }) => ({
    marks: [...found].length - 1,
    span: { start: index, end: index + found.length },
  }))
  return { stacks, letters: text.match(/\p{L}/gu)?.length ?? 0 }
})

// Vietnamese and Hebrew put up to two or three on one letter; from here on it is no longer for reading.
const fewestShown = 4

const perLetter: Signal = {
  name: 'zalgo.marksPerLetter',
  type: 'number',
  describes:
    'Combining marks for each letter: 0 in most languages, up to 1 in Hindi or Thai, above 1 in text that drips over its lines.',
  example: 'zalgo.marksPerLetter > 1',
  read: (circumstances) => {
    const { stacks, letters } = look(circumstances)
    return { value: stacks.reduce((sum, { marks }) => sum + marks, 0) / Math.max(1, letters) }
  },
}

const longestStack: Signal = {
  name: 'zalgo.longestStack',
  type: 'number',
  describes: 'The most combining marks on one letter: no language needs more than 3.',
  example: 'zalgo.longestStack >= 5',
  read: (circumstances) => {
    const { stacks } = look(circumstances)
    return {
      value: stacks.reduce((most, { marks }) => Math.max(most, marks), 0),
      spans: stacks.filter(({ marks }) => marks >= fewestShown).map(({ span }) => span),
    }
  },
}

export const zalgoSignals: readonly Signal[] = [perLetter, longestStack]
