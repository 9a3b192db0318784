import type { Signal } from '../domain/signal.js'

const sameText: Signal = {
  name: 'repeats.sameText',
  type: 'number',
  describes: 'Other comments of this author in the last 24 hours that say the same, once normalised.',
  example: 'repeats.sameText >= 2 && length.words >= 4',
  read: ({ sameTextCount }) => (sameTextCount === undefined ? undefined : { value: sameTextCount }),
}

export const repeatSignals: readonly Signal[] = [sameText]
