import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findAddresses } from '../../src/signals/find-addresses.js'
import { linkSignals } from '../../src/signals/links.js'
import { circumstancesWith } from './circumstances.js'

const domainsOf = (body: string) => findAddresses(body).links.map((link) => link.domain)
const seenIn = (body: string) => findAddresses(body).links.map(({ span }) => body.slice(span.start, span.end))

describe('links', () => {
  it.each([
    ['see https://a.example.co.uk/x?y=1 now', ['example.co.uk']],
    ['see example.com now', ['example.com']],
    ['EXAMPLE.COM', ['example.com']],
    ['www.casino.club', ['casino.club']],
    ['spam.xyz, bit.ly/abc', ['spam.xyz', 'bit.ly']],
    ['//evil.com/x', ['evil.com']],
    ['http://127.0.0.1/x', ['127.0.0.1']],
    ['<a href="https://evil.com/x">here</a>', ['evil.com']],
    ["<a rel=nofollow HREF='//evil.com'>here</a>", ['evil.com']],
    ['<a href=https://evil.com>https://evil.com</a>', ['evil.com']],
    ['<a href="https://evil.com">https://bank.com</a>', ['evil.com', 'bank.com']],
    ['<a href="https://a.com">a<a href="https://b.com">b', ['a.com', 'b.com']],
    ['hxxps://evil.com/x', ['evil.com']],
    ['h**p[:]//evil[.]com', ['evil.com']],
    ['evil [.] com and evil(dot)org', ['evil.com', 'evil.org']],
    ['evil․com and evil。com', ['evil.com', 'evil.com']],
    ['ｅｖｉｌ．ｃｏｍ', ['evil.com']],
    ['ev\u200bil.c\u00adom', ['evil.com']],
    ['evil&#46;com', ['evil.com']],
    ['spam[.]top', ['spam.top']],
    ['lnkd.in/x spam.top/x casino.bet/x', ['lnkd.in', 'spam.top', 'casino.bet']],
    ['https://xn--mller-kva.de and Müller.de', ['müller.de', 'müller.de']],
  ])('are seen in %j', (body, domains) => {
    expect(domainsOf(body)).toEqual(domains)
  })

  it.each([
    'me@example.com',
    '<a href="mailto:me@example.com">me</a>',
    '<a href="/politics">politics</a>',
    '<a href="#top">top</a>',
    'I said so.in fact I did',
    'It was good.Then it was not. done.So',
    'node.js v1.2.3 e.g. this',
    'No dots here at all',
    'https: the protocol, not an address',
    'the first point (dot) and [.] nothing else',
    'It is over.today we vote.one more',
    'me [at] example [dot] com',
  ])('are not seen in %j', (body) => {
    expect(domainsOf(body)).toEqual([])
  })

  it('point at the reader’s own characters', () => {
    expect(seenIn('<p>see <a href="https://evil.com">this</a> and spam.xyz!</p>')).toEqual([
      '<a href="https://evil.com">this</a>',
      'spam.xyz',
    ])
  })

  it.each([
    ['hxxp://evil[.]com!', ['hxxp://evil[.]com']],
    ['go to evil (dot) com/x now', ['evil (dot) com/x']],
    ['a.com \u200b ev\u200bil․com, b.com', ['a.com', 'ev\u200bil․com', 'b.com']],
  ])('that are disguised in %j are pointed at as they were written', (body, seen) => {
    expect(seenIn(body)).toEqual(seen)
  })

  it.each([
    [
      'a.com b.a.com c.org',
      { count: 3, domains: ['a.com', 'c.org'], disguised: 0, mismatched: 0, shortened: 0 },
    ],
    ['hxxp://a.com b[.]com c.com', { count: 3, disguised: 2 }],
    ['\u200bHello a.com\u200b', { count: 1, disguised: 0 }],
    ['<a href="https://evil.com">bank.com</a>', { count: 2, mismatched: 1 }],
    [
      '<a href="https://evil.com">evil.com</a> <a href="https://evil.com">here</a>',
      { count: 2, mismatched: 0 },
    ],
    ['bit.ly/x https://t.co/y tinyurl.com/z bitly.example.com', { count: 4, shortened: 3 }],
  ])('of %j are counted each in its way', (body, expected) => {
    const read = linkSignals.map(({ name, read }) => [
      name.replace('links.', ''),
      read(circumstancesWith({ body }))?.value,
    ])
    expect(Object.fromEntries(read)).toMatchObject(expected)
  })

  it('never point outside the text, whatever the text', () => {
    const piece = fc.constantFrom(
      '<a href="',
      'https://',
      'a.com',
      '">',
      '</a>',
      ' ',
      '<a ',
      'x',
      '>',
      '&amp;',
      '<',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const body = pieces.join('')
        return findAddresses(body).links.every(
          ({ span }) => span.start >= 0 && span.start < span.end && span.end <= body.length,
        )
      }),
    )
  })
})
