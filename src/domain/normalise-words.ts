import { copy, emptyRun, isDigit, isLetter, isSpace, type Run } from './normalise-run.js'

const SEPARATORS = new Set([' ', '.', '-', '*', '_', '|', '/', '·', '•', ',', '~', '+'])
/** Digits and signs, by the letter that they imitate. */
export const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
}

const DOUBLED = /^a[$5]{2}$/iu
/** A five before these is a number before its unit. */
const UNIT = /^(?:hrs?|hours?|lbs?|kms?|mins?|mph|cm|mm|ml|kg)$/iu

/** `s h i t`, `s.h.i.t`, `s-h-1-t`: three or more single letters, the same separator between them, put together. */
export function joinSpaced(from: Run): Run {
  const to = emptyRun()
  for (let at = 0; at < from.chars.length; ) {
    const positions = spacedAt(from.chars, at)
    for (const position of positions) copy(from, position, to)
    at = positions.length === 0 ? at : (positions.at(-1) ?? at) + 1
    if (positions.length === 0) copy(from, at++, to)
  }
  return to
}

function spacedAt(chars: readonly string[], at: number): number[] {
  if (!isLetter(chars[at]) || isWordChar(chars[at - 1])) return []
  const separator = separatorAt(chars, at + 1)
  if (separator === '') return []
  const positions = [at]
  let letters = 1
  for (let next = at + 1 + separator.length; single(chars, next); next += 1 + separator.length) {
    positions.push(next)
    if (isLetter(chars[next])) letters++
    if (separatorAt(chars, next + 1) !== separator) break
  }
  return positions.length >= 3 && letters >= 3 ? positions : []
}

/** One to three separators, given as what stands there; '' when the next letter does not follow them. */
function separatorAt(chars: readonly string[], at: number): string {
  let text = ''
  while (text.length < 4 && SEPARATORS.has(chars[at + text.length] ?? '')) text += chars[at + text.length]
  return text.length > 3 ? '' : text
}

function single(chars: readonly string[], at: number): boolean {
  const char = chars[at] ?? ''
  return (isLetter(char) || char in LEET) && !isWordChar(chars[at + 1])
}

function isWordChar(char: string | undefined): boolean {
  return isLetter(char) || isDigit(char)
}

/** Digits and signs read as the letters they imitate, only inside a token that has letters round them. */
export function foldLeet(from: Run): Run {
  const to = emptyRun()
  const { chars } = from
  for (let at = 0; at < chars.length; ) {
    let end = at
    let letters = 0
    while (isWordChar(chars[end]) || (chars[end] ?? '') in LEET) {
      if (isLetter(chars[end])) letters++
      end++
    }
    // An address keeps its sign: what follows the token tells `reader@example.com` from `d@mn`.
    const address = chars[end] === '.' && isLetter(chars[end + 1]) && chars.slice(at, end).includes('@')
    const fold = end - at <= 24 && !address && imitates(chars.slice(at, end).join(''), letters)
    for (let i = at; i < end; i++) copy(from, i, to, fold ? leetLetter(chars, i, at, end) : undefined)
    if (end === at) copy(from, end++, to)
    at = end
  }
  return to
}

/** `sh1t`, `f4g`, `a$$`; not `H1N1` or `G20`: two capitals and a digit are a name, not a disguise. */
function imitates(token: string, letters: number): boolean {
  return letters >= 3 || (letters === 2 && token === token.toLowerCase()) || DOUBLED.test(token)
}

function leetLetter(chars: readonly string[], at: number, start: number, end: number): string | undefined {
  const char = chars[at] ?? ''
  const letter = LEET[char]
  if (letter === undefined) return undefined
  const before = lettersBefore(chars, at, start)
  const after = lettersAfter(chars, at, end)
  const rest = end - at - 1
  if (at === start) return leads(char, chars.slice(at + 1, end).join(''), after) ? letter : undefined
  if (!before) return undefined
  if (char === '!')
    return after &&
      !/[A-Z]/u.test(chars[at + 1] ?? '') &&
      rest <= 7 &&
      at - start <= 4 &&
      chars[at - 1] !== '!'
      ? letter
      : undefined
  if (after) return at - start <= 8 ? letter : undefined
  // `a$$`, `a55`, `bi7ch` end otherwise; `covid19` and `US$` do not end in a doubled sign after an a.
  return DOUBLED.test(chars.slice(start, end).join('')) ? letter : undefined
}

/** `$hit`, `5hit`, `@sshole`; but not `3rd`, `4chan`, `@reader`, `!important`. */
function leads(char: string, rest: string, after: boolean): boolean {
  if (!after) return false
  if (char === '$') return rest.length >= 3 && /^[a-z]/u.test(rest)
  if (char === '@') return /^[s$]{2}/u.test(rest)
  return char === '5' && rest.length >= 3 && /^[hluctkwm]/u.test(rest) && !UNIT.test(rest)
}

/** Whether a letter comes before, past at most two other signs (`n1gg3r`, `b!!ch`). */
function lettersBefore(chars: readonly string[], at: number, start: number): boolean {
  for (let i = at - 1; i >= Math.max(start, at - 2); i--) if (isLetter(chars[i])) return true
  return false
}

function lettersAfter(chars: readonly string[], at: number, end: number): boolean {
  for (let i = at + 1; i <= Math.min(end - 1, at + 2); i++) if (isLetter(chars[i])) return true
  return false
}

/** Three or more of the same letter become two, of the same other sign three; case is not looked at. */
export function squeezeRepeats(from: Run): Run {
  const to = emptyRun()
  let last = ''
  let count = 0
  for (let at = 0; at < from.chars.length; at++) {
    const char = (from.chars[at] ?? '').toLowerCase()
    count = char === last ? count + 1 : 1
    last = char
    const most = isLetter(char) ? 2 : isDigit(char) ? Number.POSITIVE_INFINITY : 3
    if (count <= most) copy(from, at, to)
  }
  return to
}

/** White space as one blank, or one line break where it held any; none at either end. */
export function collapseSpace(from: Run): Run {
  const to = emptyRun()
  for (let at = 0; at < from.chars.length; ) {
    let end = at
    let line = false
    for (; isSpace(from.chars[end]); end++) line ||= from.chars[end] === '\n' || from.chars[end] === '\u2028'
    if (end === at) copy(from, at++, to)
    else {
      if (to.chars.length > 0 && end < from.chars.length) copy(from, at, to, line ? '\n' : ' ')
      at = end
    }
  }
  return to
}
