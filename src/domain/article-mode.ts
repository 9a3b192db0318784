/** `watch`: thresholds lowered; `premoderate`: all held; `closed`: new comments are refused. */
export const articleModes = ['open', 'watch', 'premoderate', 'closed'] as const

export type ArticleMode = (typeof articleModes)[number]
