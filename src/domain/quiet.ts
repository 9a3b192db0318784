import type { Circumstances } from './signal.js'

type Surroundings = Omit<
  Circumstances,
  'body' | 'normalisedBody' | 'author' | 'section' | 'declaredLanguage' | 'record' | 'scores' | 'wholeScores'
>

/** What surrounds a comment of which nothing is known but its text: for tests of rules, and for measuring them. */
export function quietSurroundings(now: Date): Surroundings {
  return {
    now,
    receivedAt: now,
    pace: { lastMinute: 0, lastHour: 0 },
    sameTextCount: 0,
    nearlySame: { comments: 0, authors: 0 },
    articleRecord: {
      firstSeenAt: now,
      lately: { comments: 0, minutes: 5 },
      before: { comments: 0, minutes: 60 },
    },
    articleMode: 'open',
    replyDepth: 0,
    quotations: [],
    edits: { count: 0, afterPublication: false },
  }
}
