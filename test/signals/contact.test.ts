import { describe, expect, it } from 'vitest'
import { contactSignals } from '../../src/signals/contact.js'
import { circumstancesWith } from './circumstances.js'

type Kind = 'emails' | 'phones' | 'addresses' | 'ibans' | 'cards'

/** What each signal of contact details points at; the kinds without any left out. */
function seenIn(body: string, declaredLanguage: string | null = 'en-GB') {
  const circumstances = circumstancesWith({ body, declaredLanguage })
  return Object.fromEntries(
    contactSignals.flatMap((signal) => {
      const reading = signal.read(circumstances)
      const texts = reading?.spans?.map(({ start, end }) => body.slice(start, end)) ?? []
      expect(reading?.value).toBe(texts.length)
      return texts.length > 0 ? [[signal.name.replace('contact.', ''), texts]] : []
    }),
  )
}

describe('contact details', () => {
  it.each<[string, Partial<Record<Kind, string[]>>]>([
    ['Write to jane.roe@example.com or not', { emails: ['jane.roe@example.com'] }],
    ['jane [at] example [dot] com, she reads it', { emails: ['jane [at] example [dot] com'] }],
    ['jane(at)example.com', { emails: ['jane(at)example.com'] }],
    ['jane&#64;example.com', { emails: ['jane&#64;example.com'] }],
    ['<a href="mailto:jane@example.com">jane@example.com</a>', { emails: ['jane@example.com'] }],
    ['Ring him on +44 20 7946 0123!', { phones: ['+44 20 7946 0123'] }],
    ['Ring him on 020 7946 0123', { phones: ['020 7946 0123'] }],
    ['0044 20 7946 0123', { phones: ['0044 20 7946 0123'] }],
    ['+1 (212) 555-0187', { phones: ['+1 (212) 555-0187'] }],
    ['He lives at 12 High Street, go and see', { addresses: ['12 High Street'] }],
    ['221b Baker St', { addresses: ['221b Baker St'] }],
    ['14, Old Mill Lane', { addresses: ['14, Old Mill Lane'] }],
    ['Er wohnt Lindenstraße 12a.', { addresses: ['Lindenstraße 12a'] }],
    ['Lange Gasse 7', { addresses: ['Lange Gasse 7'] }],
    ['au 12 rue de la Paix', { addresses: ['12 rue de la Paix'] }],
    ['vive en la Calle Mayor 5', { addresses: ['Calle Mayor 5'] }],
    ['DE89 3704 0044 0532 0130 00 is where to pay', { ibans: ['DE89 3704 0044 0532 0130 00'] }],
    ['gb29nwbk60161331926819', { ibans: ['gb29nwbk60161331926819'] }],
    ['NL91-ABNA-0417-1643-00 BITTE', { ibans: ['NL91-ABNA-0417-1643-00'] }],
    ['card 4111 1111 1111 1111 exp', { cards: ['4111 1111 1111 1111'] }],
    ['5500-0055-5555-5559', { cards: ['5500-0055-5555-5559'] }],
    ['378282246310005', { cards: ['378282246310005'] }],
    [
      'jane@example.com, +44 20 7946 0123, 12 High Street',
      { emails: ['jane@example.com'], phones: ['+44 20 7946 0123'], addresses: ['12 High Street'] },
    ],
  ])('are seen in %j', (body, seen) => {
    expect(seenIn(body)).toEqual(seen)
  })

  it.each([
    'Thank you @reader, see you at 12.30',
    'It cost £1,250,000 in 2019 and 2,000,000 in 2024',
    'between 1914-1918 and 1939-1945',
    'on 24.11.2026, or 2026-11-24 09:00:00',
    'ISBN 978-3-16-148410-0',
    '49.95 % of 12 345 678 voters, up from 48.1',
    'the 2023 Supreme Court ruling, 3 Labour Party members, 12 people on the road',
    'In 2008 Wall Street fell; 10 Downing Street said nothing',
    'During 20 years of this, 5 via the side door',
    'DE89 3704 0044 0532 0130 01',
    '4111 1111 1111 1112',
    '0000 0000 0000 0000',
    'https://example.com/2026/11/24/12345678',
    'case 1:23-cv-04567',
    'phone 123 456',
    '1234567890123456789012345678901234567890',
  ])('are not seen in %j', (body) => {
    expect(seenIn(body)).toEqual({})
  })

  it.each([
    ['(212) 555-0187', 'en', 1],
    ['(212) 555-0187', 'en-US', 1],
    ['(212) 555-0187', 'fr-FR', 0],
    ['030 901820', 'de', 1],
    ['030 901820', 'xx', 0],
    ['01 40 20 50 50', 'fr-FR', 1],
    ['020 7946 0123', null, 1],
  ])('of %j are of the country of the language %j: %i', (body, language, count) => {
    expect(seenIn(body, language).phones?.length ?? 0).toBe(count)
  })
})
