import type { Flow, Signal } from '../domain/signal.js'

const perMinute = ({ comments, minutes }: Flow) => (minutes > 0 ? comments / minutes : 0)

// One comment in five minutes: what a quiet article is taken to have, or its second comment would be a flood.
const quietPerMinute = 0.2
// Over less than a minute, as on an article that has just opened, a rate says nothing.
const shortestMinutes = 1

const latelyPerMinute = ({ comments, minutes }: Flow) => comments / Math.max(shortestMinutes, minutes)

const now: Signal = {
  name: 'flood.perMinute',
  type: 'number',
  describes: 'Comments a minute on this article in the five minutes before this one, by anyone.',
  example: 'flood.perMinute >= 20',
  read: ({ articleRecord }) => articleRecord && { value: latelyPerMinute(articleRecord.lately) },
}

const usual: Signal = {
  name: 'flood.usualPerMinute',
  type: 'number',
  describes:
    'The same in the hour before those five minutes, or since its first comment: what the article is used to; 0 while it is under five minutes old.',
  example: 'flood.perMinute > 10 * flood.usualPerMinute && article.ageHours >= 1',
  read: ({ articleRecord }) => articleRecord && { value: perMinute(articleRecord.before) },
}

const ratio: Signal = {
  name: 'flood.ratio',
  type: 'number',
  describes:
    'How many times as many as usual those are; the usual is taken for at least one comment in five minutes.',
  example: 'flood.ratio >= 10 && flood.perMinute >= 5 && author.firstComment',
  read: ({ articleRecord }) =>
    articleRecord && {
      value:
        latelyPerMinute(articleRecord.lately) / Math.max(quietPerMinute, perMinute(articleRecord.before)),
    },
}

export const floodSignals: readonly Signal[] = [now, usual, ratio]
