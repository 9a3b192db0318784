import { copy, emptyRun, isLetter, push, type Run } from './normalise-run.js'

/** Never seen by a reader, and therefore only of use for splitting a word that a filter looks for. */
const INVISIBLE =
  /^(?:[\p{Cf}\p{Cs}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0]|[\u{e0100}-\u{e01ef}])$/u
const CONTROL = /^[\u0000-\u0008\u000b-\u001f\u007f-\u0084\u0086-\u009f]$/u
const MARK = /^[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]$/u
const MARKS = /[\u0300-\u036f\u0483-\u0489]/gu
const DECOMPOSES = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u

/**
 * Letters that pass for a Latin one to the eye, by what they pass for: Cyrillic, Greek, Armenian, Cherokee, small
 * capitals and the Latin letters that Unicode does not decompose. After Unicode's confusables, less what misleads
 * more than it helps.
 */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  a: 'аαɑᴀⱥ',
  b: 'ЬьƅʙƀɓЪ',
  c: 'сϲᴄƈȼ',
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
    else if (!(INVISIBLE.test(char) || CONTROL.test(char) || MARK.test(char))) {
      push(to, folded(char), from.starts[at] ?? 0, from.ends[at] ?? 0)
    }
  }
  return to
}

function folded(char: string): string {
  const composed = char.normalize('NFKC')
  return DECOMPOSES.test(composed) ? composed.normalize('NFD').replace(MARKS, '') : composed
}

/** Folds look-alikes, but only inside words that have a plain Latin letter: Cyrillic and Greek stay what they are. */
export function foldLookalikes(from: Run): Run {
  const to = emptyRun()
  for (let at = 0; at < from.chars.length; ) {
    let end = at
    let latin = false
    while (isLetter(from.chars[end]) || from.chars[end] === '×') {
      latin ||= (from.chars[end] ?? '') < '\u007f'
      end++
    }
    for (let i = at; i < end; i++)
      copy(from, i, to, latin ? (FOLDED.get(from.chars[i] ?? '') ?? from.chars[i]) : undefined)
    if (end === at) copy(from, end++, to)
    at = end
  }
  return to
}
