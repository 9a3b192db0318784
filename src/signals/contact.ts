import type { Span } from '../domain/decision.js'
import type { Circumstances, Signal } from '../domain/signal.js'
import { findCards, findIbans } from './find-account-numbers.js'
import { addressesOf } from './find-addresses.js'
import { findPhones } from './find-phones.js'
import { findPostalAddresses } from './find-postal-addresses.js'
import { once } from './once.js'
import { visibleText } from './visible-text.js'

const apart = (spans: readonly Span[], from: readonly Span[]) =>
  spans.filter((one) => from.every((other) => one.end <= other.start || other.end <= one.start))

// A card's number has the shape of a telephone's, and neither is one inside an account's number.
const numbers = once(({ body, declaredLanguage }) => {
  const text = visibleText(body)
  const ibans = findIbans(text)
  const cards = apart(findCards(text), ibans)
  return { ibans, cards, phones: apart(findPhones(text, declaredLanguage), [...ibans, ...cards]) }
})

/** Only how many and where: what was found stands in the comment, and nowhere else. */
function counted(
  name: string,
  describes: string,
  example: string,
  find: (circumstances: Circumstances) => readonly Span[],
): Signal {
  const read = (circumstances: Circumstances) => {
    const spans = find(circumstances)
    return { value: spans.length, spans }
  }
  return { name: `contact.${name}`, type: 'number', describes, example, read }
}

export const contactSignals: readonly Signal[] = [
  counted(
    'emails',
    'E-mail addresses, `me [at] example [dot] com` among them.',
    'contact.emails >= 1',
    (circumstances) => addressesOf(circumstances).emails,
  ),
  counted(
    'phones',
    'Telephone numbers that exist in the plan of their country: of `+…`, or of the country in the language that the site named (`en-GB`).',
    'contact.phones >= 1',
    (circumstances) => numbers(circumstances).phones,
  ),
  counted(
    'addresses',
    'Postal addresses, as far as a street with a house number tells one: English, German, French, Spanish, Italian, Portuguese, Polish.',
    'contact.addresses >= 1 && contact.phones + contact.emails >= 1',
    ({ body }) => findPostalAddresses(visibleText(body)),
  ),
  counted(
    'ibans',
    'Bank account numbers (IBAN) whose length and check digits are right.',
    'contact.ibans >= 1',
    (circumstances) => numbers(circumstances).ibans,
  ),
  counted(
    'cards',
    'Payment card numbers whose check digit is right.',
    'contact.cards >= 1',
    (circumstances) => numbers(circumstances).cards,
  ),
]
