import type { Signal } from '../domain/signal.js'

const sameText: Signal = {
  name: 'repeats.sameText',
  type: 'number',
  describes: 'Other comments of this author in the last 24 hours that say the same, once normalised.',
  example: 'repeats.sameText >= 2 && length.words >= 4',
  read: ({ sameTextCount }) => (sameTextCount === undefined ? undefined : { value: sameTextCount }),
}

const nearlySame: Signal = {
  name: 'repeats.nearlySame',
  type: 'number',
  describes:
    'Other comments in the last hour, by anyone, that say nearly the same: 8 of 10 letters in the same order. 100 are the most; a text under 28 letters has none.',
  example: 'repeats.nearlySame >= 5',
  read: (circumstances) => circumstances.nearlySame && { value: circumstances.nearlySame.comments },
}

const nearlySameAuthors: Signal = {
  name: 'repeats.nearlySameAuthors',
  type: 'number',
  describes: 'How many other authors wrote those.',
  example: 'repeats.nearlySameAuthors >= 3',
  read: (circumstances) => circumstances.nearlySame && { value: circumstances.nearlySame.authors },
}

export const repeatSignals: readonly Signal[] = [sameText, nearlySame, nearlySameAuthors]
