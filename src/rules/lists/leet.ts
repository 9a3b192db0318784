import { LEET } from '../../domain/normalise-words.js'
import { type LetterReader, letterOf } from './fold.js'

const letters = new Map(
  Object.entries(LEET).map(([sign, meant]) => [sign.charCodeAt(0), meant.charCodeAt(0)]),
)

const latin = (code: number) => (code >= 97 && code <= 122) || (code >= 65 && code <= 90)

/** Whether a text has a figure or sign right beside a letter, which the normaliser left as it is: `SH!T`, `$HIT`. */
export const hasLeet = (text: string): boolean => /[a-z][0134578@$!]|[0134578@$!][a-z]/i.test(text)

/** Whether a stretch of a text has a figure or sign that stands for a letter. */
export const isLeet = (text: string): boolean => /[0134578@$!]/.test(text)

/** Reads figures and signs beside letters as the letters that they imitate; `!` only between two, for `Oh!` is none. */
export const leetLetterOf: LetterReader = (code, at, text) => {
  const meant = letters.get(code)
  if (meant === undefined) return letterOf(code)
  const [before, after] = [latin(text.charCodeAt(at - 1)), latin(text.charCodeAt(at + 1))]
  const isMeant = code === 33 ? before && after : before || after
  return isMeant ? meant : letterOf(code)
}
