import { copy, emptyRun, isLetter, push, type Run } from './normalise-run.js'

/** Formatting characters: never seen, and therefore only of use for splitting a word that a filter looks for. */
const FORMAT = /^[\p{Cf}\p{Cs}]$/u
/** What else is not seen as a character of its own: controls, fillers, variation selectors, combining marks. */
const UNSEEN: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x84],
  [0x86, 0x9f],
  [0x300, 0x36f],
  [0x483, 0x489],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x20d0, 0x20ff],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfe20, 0xfe2f],
  [0xffa0, 0xffa0],
  [0xe0100, 0xe01ef],
]
const GREEK = /^\p{Script=Greek}$/u
const CYRILLIC = /^\p{Script=Cyrillic}$/u
const DECOMPOSES = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u

function unseen(char: string): boolean {
  const code = char.codePointAt(0) ?? 0
  return FORMAT.test(char) || UNSEEN.some(([first, last]) => code >= first && code <= last)
}

/**
 * Letters that pass for a Latin one to the eye, by what they pass for: Cyrillic, Greek, Armenian, Cherokee, small
 * capitals and the Latin letters that Unicode does not decompose. After Unicode's confusables, less what misleads
 * more than it helps.
 */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  a: 'аαɑᴀⱥ',
  b: 'ЬьƅʙƀɓЪ',
  c: 'сςᴄƈȼ',
  d: 'ԁɗđᴅɖ',
  e: 'еєҽεɛᴇɇə',
  f: 'ƒϝꜰ',
  g: 'ɡɢǥɠց',
  h: 'һհнʜħɦ',
  i: 'іιıɪӏɩɨ',
  j: 'јϳᴊɉ',
  k: 'кκᴋƙ',
  l: 'ʟłƚɫ',
  m: 'мᴍɱ',
  n: 'пηɴոƞɲп',
  o: 'оοσօᴏøɵӨө',
  p: 'рρᴘƥ',
  q: 'ԛʠ',
  r: 'гʀɍɼ',
  s: 'ѕꜱʂ',
  t: 'тτᴛŧƭ',
  u: 'υսᴜцʊμ',
  v: 'ѵνᴠʋ',
  w: 'ԝωᴡɯшա',
  x: 'хχ×',
  y: 'уγʏүƴʎ',
  z: 'ᴢƶʐ',
  A: 'АΑȺᎪ',
  B: 'ВΒᏴ',
  C: 'СϹᏟ',
  D: 'ĐᎠ',
  E: 'ЕΕᎬ',
  F: 'Ϝ',
  G: 'ԌᏀ',
  H: 'НΗᎻ',
  I: 'ІΙӀ',
  J: 'ЈᎫ',
  K: 'КΚᏦ',
  L: 'ŁᏞ',
  M: 'МΜᎷ',
  N: 'Ν',
  O: 'ОΟØ',
  P: 'РΡᏢ',
  R: 'Я',
  S: 'ЅᏚ',
  T: 'ТΤŦᎢ',
  U: 'Ս',
  V: 'ѴᏙ',
  W: 'ԜШᎳ',
  X: 'ХΧ',
  Y: 'УΥҮ',
  Z: 'ΖᏃ',
}
const FOLDED = new Map(
  Object.entries(LOOKS_LIKE).flatMap(([to, all]) => [...all].map((from) => [from, to] as const)),
)

/** NFKC a code point at a time (so that offsets hold), without what cannot be seen and without combining marks. */
export function foldUnicode(from: Run): Run {
  const to = emptyRun()
  for (let at = 0; at < from.chars.length; at++) {
    const char = from.chars[at] ?? ''
    if (char.length === 1 && char >= ' ' && char <= '~') copy(from, at, to)
    else if (!unseen(char)) {
      push(to, folded(char), from.starts[at] ?? 0, from.ends[at] ?? 0)
    }
  }
  return to
}

/** White letters on black, 🅐 to 🅩 and 🅰 to 🆉, which Unicode does not decompose as it does the black on white. */
function enclosedLetter(char: string): string | undefined {
  const code = char.codePointAt(0) ?? 0
  const first = [0x1f150, 0x1f170].find((block) => code >= block && code < block + 26)
  return first === undefined ? undefined : String.fromCodePoint(65 + code - first)
}

function folded(char: string): string {
  const enclosed = enclosedLetter(char)
  if (enclosed !== undefined) return enclosed
  const composed = char.normalize('NFKC')
  return DECOMPOSES.test(composed)
    ? [...composed.normalize('NFD')].filter((part) => !unseen(part)).join('')
    : composed
}

/** Folds look-alikes, but only inside words that are disguised: Cyrillic and Greek stay what they are. */
export function foldLookalikes(from: Run): Run {
  const to = emptyRun()
  const inLatinText = mostlyLatin(from)
  for (let at = 0; at < from.chars.length; ) {
    let end = at
    while (isLetter(from.chars[end]) || from.chars[end] === '×') end++
    const fold = disguised(from.chars.slice(at, end), inLatinText)
    for (let i = at; i < end; i++)
      copy(from, i, to, fold ? (FOLDED.get(from.chars[i] ?? '') ?? from.chars[i]) : undefined)
    if (end === at) copy(from, end++, to)
    at = end
  }
  return to
}

const isLatin = (char: string) => char < '\u007f'

/**
 * A word with a plain Latin letter; one of two scripts at once, which no language writes; or, where all else is in Latin
 * letters, one of nothing but look-alikes: `ѕһіт` in an English comment, not `рост` in a Russian one.
 */
function disguised(word: readonly string[], inLatinText: boolean): boolean {
  if (word.some(isLatin)) return true
  const mixed = word.some((char) => GREEK.test(char)) && word.some((char) => CYRILLIC.test(char))
  return mixed || (inLatinText && word.length >= 3 && word.every((char) => FOLDED.has(char)))
}

/** Nine letters of ten, or all but one short word: a quoted word does not make a comment foreign. */
function mostlyLatin({ chars }: Run): boolean {
  let letters = 0
  let latin = 0
  for (const char of chars) {
    if (!isLetter(char)) continue
    letters++
    if (isLatin(char)) latin++
  }
  return latin * 10 >= letters * 9 || (latin >= 3 && letters - latin <= 6)
}
