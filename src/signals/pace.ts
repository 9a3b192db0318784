import type { Signal } from '../domain/signal.js'

const lastMinute: Signal = {
  name: 'pace.lastMinute',
  type: 'number',
  describes: 'Comments by this author in the minute before this one, it not counted.',
  example: 'pace.lastMinute >= 4',
  read: ({ pace }) => pace && { value: pace.lastMinute },
}

const lastHour: Signal = {
  name: 'pace.lastHour',
  type: 'number',
  describes: 'Comments by this author in the hour before this one, it not counted; 1,000 are the most.',
  example: 'pace.lastHour >= 30',
  read: ({ pace }) => pace && { value: pace.lastHour },
}

export const paceSignals: readonly Signal[] = [lastMinute, lastHour]
