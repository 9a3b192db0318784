import type { Circumstances } from '../../src/domain/signal.js'

/** A quiet reader's first comment, with what a test wants to be otherwise. */
export function circumstancesWith(changes: Partial<Circumstances> = {}): Circumstances {
  return {
    now: new Date('2026-11-24T09:00:00Z'),
    receivedAt: new Date('2026-11-24T08:59:58Z'),
    body: 'Thank you for this careful report.',
    normalisedBody: 'thank you for this careful report.',
    author: { id: 'a-7', role: 'reader', joinedAt: null },
    section: 'world',
    declaredLanguage: 'en',
    record: { published: 0, held: 0, rejected: 0 },
    pace: { lastMinute: 0, lastHour: 0 },
    sameTextCount: 0,
    nearlySame: { comments: 0, authors: 0 },
    articleRecord: {
      firstSeenAt: new Date('2026-11-24T06:59:58Z'),
      lately: { comments: 4, minutes: 5 },
      before: { comments: 60, minutes: 60 },
    },
    articleMode: 'open',
    replyDepth: 0,
    edits: { count: 0, afterPublication: false },
    quotations: [],
    scores: { toxic: 0.1, severe_toxic: 0, obscene: 0, threat: 0, insult: 0, identity_hate: 0 },
    wholeScores: { toxic: 0.1, severe_toxic: 0, obscene: 0, threat: 0, insult: 0, identity_hate: 0 },
    ...changes,
  }
}
