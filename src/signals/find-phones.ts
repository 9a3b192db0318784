import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { Span } from '../domain/decision.js'

// What could be one: 7 to 15 digits, with the marks that people put between them. Not after a currency sign, and not a part
// of a longer number or word.
const candidate =
  /(?<![\p{L}\p{N}$€£¥#]|\d[.,:/-])(?:\+ ?|00 ?)?\(?\d{1,5}\)?(?:[ ./-]{0,2}\(?\d{1,5}\)?){1,6}(?![\p{L}\p{N}]|[.,:/-]\d|%)/gu

// A number takes about 20 µs to read, and a comment with more of them is judged by these alike.
const mostCandidates = 30
const [fewestDigits, mostDigits] = [7, 15]

// Where a number without a country code may be from, when the site names a language without a country.
const countriesOf: Readonly<Record<string, readonly CountryCode[]>> = {
  en: ['US', 'GB'],
  de: ['DE', 'AT'],
  fr: ['FR'],
  es: ['ES'],
  pt: ['PT', 'BR'],
  it: ['IT'],
  nl: ['NL'],
  pl: ['PL'],
  da: ['DK'],
  sv: ['SE'],
  nb: ['NO'],
  no: ['NO'],
  fi: ['FI'],
  cs: ['CZ'],
}

function countriesFor(language: string | null): readonly CountryCode[] {
  const [code = 'en', ...subtags] = (language ?? 'en').split(/[-_]/)
  const region = subtags.find((subtag) => /^[A-Za-z]{2}$/.test(subtag))?.toUpperCase()
  return region ? [region as CountryCode] : (countriesOf[code.toLowerCase()] ?? [])
}

const dateOrTime =
  /^\d{1,4}([./-])\d{1,2}\1\d{1,4}(?:\s+\d{1,2})?$|^(?:19|20)\d\d(?:[ ./-]+(?:19|20)\d\d)+$|^\d{1,3}(?:[ .]\d{3})+$/

/** Whether it is a number that could be called. Without a country code it must be written like one: `0…`, `(…)`, in groups. */
function isPhone(found: string, countries: readonly CountryCode[]): boolean {
  const digits = found.replace(/\D/g, '')
  if (digits.length < fewestDigits || digits.length > mostDigits || dateOrTime.test(found)) return false
  if (/^(?:\+|00)/.test(found))
    return parsePhoneNumberFromString(found.replace(/^00/, '+'))?.isValid() ?? false
  if (digits.length < 9 || !/^\(?0|\)|\d[ ./-]+\d/.test(found)) return false
  return countries.some((country) => parsePhoneNumberFromString(found, country)?.isValid() ?? false)
}

/** Telephone numbers that exist in their country's plan; `language` (`en-GB`) tells where those without a code are from. */
export function findPhones(text: string, language: string | null): Span[] {
  const countries = countriesFor(language)
  const found: Span[] = []
  let looked = 0
  for (const { 0: number, index } of text.matchAll(candidate)) {
    if (number.length < fewestDigits) continue
    looked += 1
    if (looked > mostCandidates) break
    if (isPhone(number, countries)) found.push({ start: index, end: index + number.length })
  }
  return found
}
