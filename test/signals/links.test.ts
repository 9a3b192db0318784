import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findLinks } from '../../src/signals/find-links.js'
import { linkSignals } from '../../src/signals/links.js'
import { circumstancesWith } from './circumstances.js'

const domainsOf = (body: string) => findLinks(body).map((link) => link.domain)
const seenIn = (body: string) => findLinks(body).map(({ span }) => body.slice(span.start, span.end))

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
  ])('are not seen in %j', (body) => {
    expect(domainsOf(body)).toEqual([])
  })

  it('point at the reader’s own characters', () => {
    expect(seenIn('<p>see <a href="https://evil.com">this</a> and spam.xyz!</p>')).toEqual([
      '<a href="https://evil.com">this</a>',
      'spam.xyz',
    ])
  })

  it('are counted each, their domains named once', () => {
    const read = linkSignals.map((signal) => signal.read(circumstancesWith({ body: 'a.com b.a.com c.org' })))
    expect(read.map((reading) => reading?.value)).toEqual([3, ['a.com', 'c.org']])
    expect(read[0]?.spans).toHaveLength(3)
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
        return findLinks(body).every(
          ({ span }) => span.start >= 0 && span.start < span.end && span.end <= body.length,
        )
      }),
    )
  })
})
