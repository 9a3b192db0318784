import type { Signal } from '../domain/signal.js'

const depth: Signal = {
  name: 'thread.depth',
  type: 'number',
  describes:
    'How deep in a talk the comment stands: 0 answers none, 1 answers such a one; counted as far as Stet has seen the comments above, to 50.',
  example: 'thread.depth >= 10',
  read: ({ replyDepth }) => (replyDepth === undefined ? undefined : { value: replyDepth }),
}

export const threadSignals: readonly Signal[] = [depth]
