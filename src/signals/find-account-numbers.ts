import type { Span } from '../domain/decision.js'

/** How many characters an IBAN has in each country, from the registry that SWIFT keeps. */
const ibanLengths = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 ' +
    'FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 ' +
    'LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ' +
    'ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
)

// Thirty-four characters are the most, with a space or hyphen before each but the first at worst.
const ibanLike = /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?:[ -]?[A-Z\d]){11,30}/giu
const cardLike = /(?<![\p{L}\p{N}])(?<!\d[ .,-])[2-6]\d{3}(?:[ -]?\d){9,15}(?![\p{L}\p{N}]|[.,-]?\d)/gu

/** ISO 7064: the first four characters go to the end, letters are 10 to 35, and the rest of division by 97 is 1. */
function isIban(compact: string): boolean {
  let rest = 0
  for (const char of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(char, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}

/** Luhn's check: every second digit from the right doubled, the digits' sum a multiple of ten. */
function isCard(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits.at(-1 - at))
    const counted = at % 2 === 1 ? digit * 2 : digit
    sum += counted > 9 ? counted - 9 : counted
  }
  return sum % 10 === 0 && !/^(\d)\1*$/.test(digits)
}

/** Bank account numbers (IBAN): of the length of their country, and with the right check digits. */
export function findIbans(text: string): Span[] {
  return [...text.matchAll(ibanLike)].flatMap(({ 0: found, index }) => {
    const length = ibanLengths.get(found.slice(0, 2).toUpperCase())
    if (length === undefined) return []
    // The pattern takes the words that follow along: the country says where the number ends.
    let end = 0
    let compact = ''
    for (; end < found.length && compact.length < length; end += 1)
      if (/[^ -]/.test(found[end] ?? '')) compact += found[end]
    return compact.length === length && isIban(compact) ? [{ start: index, end: index + end }] : []
  })
}

/** Payment card numbers: 13 to 19 digits of the known networks' ranges, and with the right check digit. */
export function findCards(text: string): Span[] {
  return [...text.matchAll(cardLike)].flatMap(({ 0: found, index }) =>
    isCard(found.replace(/[ -]/g, '')) ? [{ start: index, end: index + found.length }] : [],
  )
}
