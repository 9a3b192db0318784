import { findComment } from '../../src/store/comments.js'
import { judge } from '../../src/worker/judge.js'
import type { TestStet } from './stet.js'

const scores = { toxic: 0.1, severe_toxic: 0, obscene: 0, threat: 0, insult: 0, identity_hate: 0 }

/** Judges a comment's present revision as a worker would, and lets `meanwhile` happen while the model reads it. */
export async function judgeWhile(stet: TestStet, id: string, meanwhile: () => Promise<unknown>) {
  const { db, logger } = stet.context
  const row = await findComment(db, 'default', id)
  if (!row) throw new Error(`no comment ${id}`)
  const model = {
    score: async () => {
      await meanwhile()
      return scores
    },
    state: () => ({ ready: true as const, version: 'a-model', since: new Date(0) }),
    spans: async () => new Map(),
    close: async () => undefined,
  }
  await judge(
    {
      db,
      logger,
      model,
      endpoint: undefined,
      siteLanguage: undefined,
      rules: async () => ({
        hash: 'a-rule-set',
        overLimit: new Set(),
        evaluate: () => ({
          verdict: 'publish',
          reasons: [],
          missing: [],
          restsOn: [],
          failures: [],
          lists: {},
          priority: 0,
        }),
      }),
      onReport: async () => undefined,
      onDecision: () => undefined,
      onFailure: () => undefined,
    },
    { uid: row.uid, revision: row.revision },
  )
}
