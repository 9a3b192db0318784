import { modeRule } from '../domain/article-mode.js'
import type { Reason } from '../domain/decision.js'
import type { Readings } from '../domain/signal.js'
import type { Verdict } from '../domain/verdict.js'

function whyHeld(readings: Readings): string | undefined {
  if (!('article.mode' in readings)) return undefined // a receipt of before articles had modes
  const mode = readings['article.mode']
  if (mode === undefined) return 'It is not known how this article is moderated'
  return mode.value === 'premoderate' ? 'Every comment on this article is held' : undefined
}

/** Holds what would be published on an article of which everything is held, or of which nobody could say how it is moderated. */
export function heldForItsArticle(verdict: Verdict, readings: Readings): Reason | undefined {
  const message = verdict === 'publish' ? whyHeld(readings) : undefined
  return message === undefined
    ? undefined
    : { rule: modeRule, verdict: 'hold', message, spans: [], shadow: false }
}
