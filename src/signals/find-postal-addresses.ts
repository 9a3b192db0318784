import type { Span } from '../domain/decision.js'

const number = String.raw`\d{1,5}(?: ?[a-zA-Z])?(?![\p{L}\p{N}])`
const capital = String.raw`\p{Lu}[\p{L}'’.-]{0,30}`
const capitals = (most: number) => `${capital}(?: ${capital}){0,${most - 1}}`
const start = String.raw`(?<![\p{L}\p{N}])`
// Not by the expression's own flag, which would let a small letter pass for a capital elsewhere in it.
const eitherCase = (words: string) =>
  words.replace(/(?<=^|\|)[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)

// No Court, Place or Way: "3 Supreme Court judges" is more common in comments than a house there.
const englishStreets =
  'Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Crescent|Terrace|Boulevard|Blvd|Gardens|Grove|Mews|Parkway|Highway'
// "2 Wall Street banks", "10 Downing Street says": where news is made and nobody is visited.
const inTheNews = '(?!(?:Wall|Fleet|Downing|Sesame) Street)'
const notAYear = String.raw`(?!(?:19|20)\d\d\b)`
const germanEndings = 'stra(?:ß|ss)e|str\\.|weg|allee|gasse|platz'
const germanWords = 'Stra(?:ß|ss)e|Str\\.|Weg|Allee|Gasse|Platz|Ring'
const romanStreets = eitherCase(
  'rue|avenue|boulevard|chemin|impasse|quai|calle|avenida|paseo|plaza|via|viale|corso|piazza|rua|travessa|ulica|ul\\.',
)

/** How streets and houses are written: with capitals, for "12 people on the road" is no address. */
const patterns: readonly RegExp[] = [
  // 12 High Street, 221b Baker St, 1600 Pennsylvania Avenue
  String.raw`${notAYear}${number},? ${inTheNews}${capitals(3)} (?:${englishStreets})(?![\p{L}\p{N}])`,
  // Musterstraße 12, Lindenweg 3a
  String.raw`\p{Lu}[\p{L}-]{1,30}(?:${germanEndings}) ${number}`,
  // Lange Straße 7
  `${capital} (?:${germanWords}) ${number}`,
  // 12 rue de la Paix, 5 bis, avenue Foch
  `${number}(?: (?:bis|ter))?,? (?:${romanStreets})(?: (?:de|du|des|la|le|les))*(?: [dl]['’]| )${capital}`,
  // Calle Mayor 5, Via Roma, 12, ul. Długa 3
  `(?:${romanStreets})(?: (?:de|del|della|do|da|la|las|los))* ${capitals(2)},? (?:n[º°.] ?)?${number}`,
].map((pattern) => new RegExp(start + pattern, 'gu'))

/** Postal addresses, as far as a street with the number of a house tells one. */
export function findPostalAddresses(text: string): Span[] {
  const found = patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ 0: match, index }) => ({ start: index, end: index + match.length })),
  )
  return found.sort((a, b) => a.start - b.start)
}
