import type { Signal } from '../domain/signal.js'
import { once } from './once.js'
import { visibleText } from './visible-text.js'

// Letters of scripts without case (Arabic, Hebrew, Chinese) are neither, so they cannot look like shouting.
const cased = once(({ body }) => {
  const text = visibleText(body)
  const upper = text.match(/\p{Lu}/gu)?.length ?? 0
  return { upper, letters: upper + (text.match(/\p{Ll}/gu)?.length ?? 0) }
})

const share: Signal = {
  name: 'capitals.share',
  type: 'number',
  range: [0, 1],
  describes: 'Capitals among the letters that have two cases, 0 to 1; 0 when there are none.',
  example: 'capitals.share >= 0.8 && capitals.letters >= 30',
  read: (circumstances) => {
    const { upper, letters } = cased(circumstances)
    return { value: letters === 0 ? 0 : upper / letters }
  },
}

const letters: Signal = {
  name: 'capitals.letters',
  type: 'number',
  describes: 'How many letters that share is taken of: ask for enough of them, or "OK" is shouting.',
  example: 'capitals.letters >= 30 && capitals.share >= 0.8',
  read: (circumstances) => ({ value: cased(circumstances).letters }),
}

export const capitalSignals: readonly Signal[] = [share, letters]
