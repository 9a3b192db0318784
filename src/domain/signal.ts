import type { ArticleMode } from './article-mode.js'
import type { AuthorRole } from './comment.js'
import type { Span } from './decision.js'
import type { Scores } from './labels.js'

export type SignalValue = number | boolean | string | readonly string[]

/** The types that a rule's condition is checked against; `list` is a list of strings. */
export type SignalType = 'number' | 'bool' | 'string' | 'list'

/** What is known about a signal before any comment is read: its name in rules, its type and its meaning. */
export type SignalDeclaration = {
  /** Dotted, as rules write it: `links.count`. The part before the dot is the name that `missing` uses. */
  name: string
  type: SignalType
  /** One sentence for the person who writes rules. */
  describes: string
  /** The least and the most that a number can be; from 0 without end where nothing is said. */
  range?: readonly [number, number]
  /** All that a text can be, where that is a few words. */
  values?: readonly string[]
}

/** A value seen in one comment, with the stretches of text that it was seen in. */
export type Reading = { value: SignalValue; spans?: readonly Span[] }

/** All readings of one comment by signal name. `undefined` is unknown: it could not be had, which is not "no". */
export type Readings = Readonly<Record<string, Reading | undefined>>

/** What a signal reads where the site did not give what it looks at: unknown, but only to a rule that asks for it. */
export const notGiven = null

/** What the site's records say of an author on this site at the moment of judging, this comment left out. */
export type AuthorRecord = { published: number; held: number; rejected: number }

/** Comments that came within a stretch of time. */
export type Flow = { comments: number; minutes: number }

/** What the site's records say of the article: its age, the comments in the last minutes, and those in the hour before. */
export type ArticleRecord = { firstSeenAt: Date; lately: Flow; before: Flow }

/** All that signals may look at. Each part that comes from outside may be `undefined`: it could not be had. */
export type Circumstances = {
  now: Date
  /** When the text came that is judged. */
  receivedAt: Date
  /** The text as the reader wrote it. */
  body: string
  /** The same after normalising, as the model reads it. */
  normalisedBody: string
  author: { id: string; role: AuthorRole; joinedAt: Date | null }
  section: string | null
  /** The language that the site named, or null. */
  declaredLanguage: string | null
  record: AuthorRecord | undefined
  /** Comments by this author in the minute and the hour before this one, it not counted. */
  pace: { lastMinute: number; lastHour: number } | undefined
  /** How many other comments of this author in the last 24 hours have the same normalised text. */
  sameTextCount: number | undefined
  /** Other comments in the hour before this one that say nearly the same, and how many other authors wrote them. */
  nearlySame: { comments: number; authors: number } | undefined
  articleRecord: ArticleRecord | undefined
  articleMode: ArticleMode | undefined
  /** How many comments this one answers, one by way of the other: 0 for one that answers none. */
  replyDepth: number | undefined
  /** Earlier revisions of this comment, and whether one of them was published. */
  edits: { count: number; afterPublication: boolean } | undefined
  /** Stretches of the text that repeat the comment which it answers, or the headline. */
  quotations: readonly Span[] | undefined
  /** Of what the reader wrote himself, the quotations left out. */
  scores: Scores | undefined
  /** Of the whole text, its quotations among it; the same where nothing is quoted. */
  wholeScores: Scores | undefined
}

/** A signal: declared once, and read from one comment's circumstances by a pure function. */
export type Signal = SignalDeclaration & {
  /** A condition that one would write with it. */
  example: string
  /** `undefined`: it could not be had, and the decision says so. */
  read: (circumstances: Circumstances) => Reading | typeof notGiven | undefined
}
