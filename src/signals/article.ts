import type { Signal } from '../domain/signal.js'

const section: Signal = {
  name: 'article.section',
  type: 'string',
  describes: 'The section that the article stands in, as the site names it, or an empty text.',
  example: 'article.section == "politics"',
  read: (circumstances) => ({ value: circumstances.section ?? '' }),
}

export const articleSignals: readonly Signal[] = [section]
