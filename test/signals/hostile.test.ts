import fc from 'fast-check'
import { expect, it } from 'vitest'
import { normalise } from '../../src/domain/normalise.js'
import { readSignals, signals } from '../../src/signals/all.js'
import { findQuotations } from '../../src/signals/quotations.js'
import { circumstancesWith } from './circumstances.js'

const pieces = [
  ...[
    '<a href="',
    'https://',
    'hxxps://',
    'a.com',
    'b[.]com',
    'c (dot) org',
    'd․net',
    '">',
    '</a>',
    '<',
    '>',
    '&#46;',
  ],
  ...[
    'me@x.org',
    ' [at] ',
    '+44 20 7946 0123',
    '020 79',
    'DE89 3704 0044 0532 0130 00',
    '4111 1111 1111 1111',
  ],
  ...[
    '12 High Street',
    'Via Roma, ',
    '\u0301\u0302\u0303',
    '\u200b',
    '\u00ad',
    'ｗｗｗ．',
    '😀',
    '\ufe0f',
    'oooo',
    '\n> ',
  ],
  ...['<blockquote>', '</blockquote>', '“', '”', ' ', 'the council voted seven to four on it'],
]
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme', maxLength: 3 })), {
      maxLength: 30,
    })
    .map((all) => all.join('')),
)
const parent = '<p>As I hear, the council voted seven to four on it.</p>'
const read = (body: string) => {
  const quotations = findQuotations(body, [parent])
  return readSignals(circumstancesWith({ body, normalisedBody: normalise(body).text, quotations }))
}

it('reading throws on no text, and every span lies within it', () => {
  fc.assert(
    fc.property(text, (body) => {
      const { readings, failures } = read(body)
      expect(failures).toEqual([])
      for (const { name } of signals)
        for (const { start, end } of readings[name]?.spans ?? [])
          expect(
            start >= 0 && start < end && end <= body.length,
            `${name}: ${start} to ${end} of ${body.length}`,
          ).toBe(true)
    }),
    { numRuns: 500 },
  )
})

// Not how long it takes, which depends on the machine: an expression that goes back and forth would not end at all.
it.each([
  ...pieces,
  ...[
    'a@',
    'a.',
    '(',
    '[.',
    '1',
    '1 ',
    '(1',
    '+1',
    '1-',
    'DE89',
    'De89 ',
    '4 ',
    'A',
    'A-',
    'A ',
    '1 A ',
    'Aa',
    'rue de ',
    '<a ',
    '<!',
  ],
])(
  'reading ends on the longest comment made of %j',
  (piece) => {
    const { failures } = read(piece.repeat(Math.ceil(20_000 / piece.length)).slice(0, 20_000))
    expect(failures).toEqual([])
  },
  10_000,
)
