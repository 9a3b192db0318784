import { articleModes } from '../domain/article-mode.js'
import type { Signal } from '../domain/signal.js'

const section: Signal = {
  name: 'article.section',
  type: 'string',
  describes: 'The section that the article stands in, as the site names it, or an empty text.',
  example: 'article.section == "politics"',
  read: (circumstances) => ({ value: circumstances.section ?? '' }),
}

const hourMs = 3_600_000

const ageHours: Signal = {
  name: 'article.ageHours',
  type: 'number',
  describes: "Hours since the first comment on the article that Stet has seen, at this one's arrival.",
  example: 'article.ageHours >= 720',
  read: ({ articleRecord, receivedAt }) =>
    articleRecord && {
      value: Math.max(0, receivedAt.getTime() - articleRecord.firstSeenAt.getTime()) / hourMs,
    },
}

const mode: Signal = {
  name: 'article.mode',
  type: 'string',
  values: articleModes,
  describes:
    'How the article is moderated, as the desk has set it: `open`; `watch`: the odds of every score are tripled before rules see it; `premoderate`: what the rules publish is held; `closed`: no new comments are taken, only edits.',
  example: 'article.mode == "watch" && links.count >= 1',
  read: ({ articleMode }) => articleMode && { value: articleMode },
}

export const articleSignals: readonly Signal[] = [section, ageHours, mode]
