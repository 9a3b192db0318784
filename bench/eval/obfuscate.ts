/** Numbers from 0 to 1 that are the same again for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

type Random = () => number

const swapFrom = (pairs: Readonly<Record<string, string>>) => (word: string) =>
  [...word].map((char) => pairs[char.toLowerCase()] ?? char).join('')

const between = (separator: string) => (word: string) => [...word].join(separator)

// Letters that lie in one unbroken row from A and a on.
const shifted = (upper: number, lower: number) => (word: string) =>
  word.replace(/[A-Za-z]/g, (char) => {
    const [from, to] = char < 'a' ? [0x41, upper] : [0x61, lower]
    return String.fromCodePoint(to + (char.codePointAt(0) ?? from) - from)
  })

function swapInner(word: string, random: Random): string {
  const chars = [...word]
  if (chars.length < 4) return word
  const at = 1 + Math.floor(random() * (chars.length - 3))
  return [...chars.slice(0, at), chars[at + 1], chars[at], ...chars.slice(at + 2)].join('')
}

function starVowel(word: string, random: Random): string {
  const vowels = [...word.matchAll(/[aeiou]/gi)].map(({ index }) => index).filter((index) => index > 0)
  const at = vowels[Math.floor(random() * vowels.length)]
  return at === undefined ? word : `${word.slice(0, at)}*${word.slice(at + 1)}`
}

function repeatLetter(word: string, random: Random): string {
  const at = Math.floor(random() * word.length)
  return word.slice(0, at) + (word[at] ?? '').repeat(3 + Math.floor(random() * 3)) + word.slice(at + 1)
}

/** Ten ways in which readers hide a word from machines and not from each other. */
export const disguises: Readonly<Record<string, (word: string, random: Random) => string>> = {
  leet: swapFrom({ a: '4', e: '3', i: '1', o: '0', s: '$' }),
  dots: between('.'),
  spaces: between(' '),
  zero_width: between('\u200b'),
  cyrillic: swapFrom({ a: 'а', c: 'с', e: 'е', i: 'і', o: 'о', p: 'р', s: 'ѕ', x: 'х', y: 'у' }),
  full_width: shifted(0xff21, 0xff41),
  repeats: repeatLetter,
  swapped: swapInner,
  star: starVowel,
  bold: shifted(0x1d400, 0x1d41a),
}

const word = /[A-Za-z]+/g

/**
 * The text with its words disguised in one way: those that `isToxic` knows, or, where it knows none, every word of four
 * letters and more.
 */
export function obfuscate(
  text: string,
  disguise: (word: string, random: Random) => string,
  isToxic: (word: string) => boolean,
  random: Random,
): string {
  const known = [...text.matchAll(word)].some(([found]) => isToxic(found.toLowerCase()))
  const chosen = (found: string) => (known ? isToxic(found.toLowerCase()) : found.length >= 4)
  return text.replace(word, (found) => (chosen(found) ? disguise(found, random) : found))
}
