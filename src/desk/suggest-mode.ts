import type { ArticleMode } from '../domain/article-mode.js'
import { binomialTest } from '../rules/binomial.js'

/** What an article does now beside its own last day; `judged` and `stopped` count what the machine did with its comments. */
export type Traffic = {
  /** Comments in the last quarter of an hour, and in the day before it. */
  lately: number
  before: number
  /** Quarters of an hour in that day since the article's first comment. */
  quarters: number
  judgedLately: number
  stoppedLately: number
  judgedBefore: number
  stoppedBefore: number
}

export type Suggestion = {
  mode: 'watch' | 'premoderate'
  why: 'rate' | 'toxicity'
  now: number
  usual: number
}

// Two a minute: one moderator keeps up with as many, so fewer are no crowd whatever was usual.
export const fewestLately = 30
// A day's busiest hour brings about two and a half times its average, by itself; four times is something that happened.
const timesUsual = 4
// One hour, below which an article has nothing of its own to be compared with.
const fewestQuarters = 4
// Fewer say nothing of a share.
export const fewestJudged = 20
// Where so many are stopped, readers see a quarrel; below it the rules do their work one by one.
const leastShare = 0.3
const timesUsualShare = 2
// A look that is wrong once in a thousand: an open page looks every few seconds, at all articles of the day.
const byChance = 0.001
// What is usual before anything is: as if twenty more comments had been judged, and one of them stopped.
const [priorStopped, priorJudged] = [1, 20]

function crowd({ lately, before, quarters }: Traffic): Suggestion | undefined {
  if (lately < fewestLately || quarters < fewestQuarters) return undefined
  const usual = before / quarters
  return lately >= timesUsual * usual ? { mode: 'watch', why: 'rate', now: lately, usual } : undefined
}

function quarrel(traffic: Traffic): Suggestion | undefined {
  const { judgedLately, stoppedLately, judgedBefore, stoppedBefore } = traffic
  if (judgedLately < fewestJudged) return undefined
  const now = stoppedLately / judgedLately
  const usual = (stoppedBefore + priorStopped) / (judgedBefore + priorJudged)
  if (now < leastShare || now < timesUsualShare * usual) return undefined
  if (binomialTest(stoppedLately, judgedLately, usual) > byChance) return undefined
  return { mode: 'premoderate', why: 'toxicity', now, usual }
}

/** What an article's spike suggests, if it is stricter than what is set already. A person decides. */
export function suggestMode(traffic: Traffic, mode: ArticleMode): Suggestion | null {
  if (mode === 'premoderate' || mode === 'closed') return null
  return quarrel(traffic) ?? (mode === 'open' ? crowd(traffic) : undefined) ?? null
}
