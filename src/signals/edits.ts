import type { Signal } from '../domain/signal.js'

const count: Signal = {
  name: 'edits.count',
  type: 'number',
  describes: 'How often the author has changed the text of this comment.',
  example: 'edits.count >= 5',
  read: ({ edits }) => edits && { value: edits.count },
}

const afterPublication: Signal = {
  name: 'edits.afterPublication',
  type: 'bool',
  describes:
    'Whether an earlier text of this comment was published: one harmless text may open the door for another.',
  example: 'edits.afterPublication && links.count >= 1',
  read: ({ edits }) => edits && { value: edits.afterPublication },
}

export const editSignals: readonly Signal[] = [count, afterPublication]
