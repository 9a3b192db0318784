import { labels, type Scores, scoresSchema } from './labels.js'

/** `watch`: thresholds lowered; `premoderate`: all held; `closed`: new comments are refused. */
export const articleModes = ['open', 'watch', 'premoderate', 'closed'] as const

export type ArticleMode = (typeof articleModes)[number]

/** The name of the reason with which a comment is held for its article alone. */
export const modeRule = 'article-mode'

// Three times the odds make 0.25 of 0.1, 0.5 of 0.25 and 0.75 of 0.5: whatever a rule's threshold, it is reached sooner, and
// a comment that the model finds harmless stays so.
const watchedOdds = 3

const raised = (share: number) => (watchedOdds * share) / (1 + (watchedOdds - 1) * share)
const lowered = (share: number) => share / (watchedOdds - (watchedOdds - 1) * share)

/** The scores that rules are told on an article that is watched: their thresholds are lowered, all by the same odds. */
export const watchedScores = (scores: Scores): Scores =>
  scoresSchema.parse(Object.fromEntries(labels.map((label) => [label, raised(scores[label])])))

const isScore = (name: string) => name.startsWith('scores.') || name.startsWith('whole.')

/** The signals of a receipt as they would have been, had the article been open. */
export function signalsIfOpen(signals: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const watched = signals['article.mode'] === 'watch'
  const open = Object.entries(signals).map(([name, value]) => {
    if (name === 'article.mode') return [name, value === null ? null : 'open']
    return [name, watched && isScore(name) && typeof value === 'number' ? lowered(value) : value]
  })
  return Object.fromEntries(open)
}
