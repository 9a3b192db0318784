import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findQuotations, withoutQuotations } from '../../src/signals/quotations.js'
import { quotedSignals } from '../../src/signals/quoted.js'
import { circumstancesWith } from './circumstances.js'

const parent = 'You are all idiots, and the mayor is the worst of you. Shame on him!'
const headline = 'Council votes to close the bridge on Mill Lane until spring'
const quotedIn = (body: string) =>
  findQuotations(body, [parent, headline]).map(({ start, end }) => body.slice(start, end))

describe('a quotation', () => {
  it.each([
    ['“and the mayor is the worst of you” is unfair.', ['and the mayor is the worst of you']],
    ['AND THE MAYOR is the worst, of you? No.', ['AND THE MAYOR is the worst, of you']],
    ['> You are all idiots\nNo, we are not.', ['> You are all idiots']],
    ['&gt; Shame on him!\nWhy?', ['&gt; Shame on him!']],
    ['<blockquote>You are all idiots</blockquote>No.', ['<blockquote>You are all idiots</blockquote>']],
    ['<p>&gt; Shame on him!</p><p>Why?</p>', ['&gt; Shame on him!']],
    [
      'So the council votes to close the bridge on Mill Lane, again.',
      ['council votes to close the bridge on Mill Lane'],
    ],
    [
      '> You are all idiots\n> and the mayor is the worst of you\nNo.',
      ['> You are all idiots\n> and the mayor is the worst of you'],
    ],
    ['you are all <b>idiots and</b> the mayor', ['you are all <b>idiots and</b> the mayor']],
  ])('is set apart in %j', (body, quoted) => {
    expect(quotedIn(body)).toEqual(quoted)
  })

  it.each([
    'The mayor is the worst.',
    '> You are a liar and a thief\nSo there.',
    '> idiots',
    '> You are all idiots and liars',
    '<blockquote>I hope that you rot</blockquote>',
    'of you worst the is mayor the and idiots all are you',
    '',
  ])('is not what %j says', (body) => {
    expect(quotedIn(body)).toEqual([])
  })

  it('is none where there is nothing to quote', () => {
    expect(findQuotations(`> ${parent}`, [])).toEqual([])
    expect(findQuotations(`> ${parent}`, ['', '<p></p>', '😀'])).toEqual([])
  })

  it('leaves blanks of its length', () => {
    const body = '> Shame on him!\nWhy?'
    const own = withoutQuotations(body, findQuotations(body, [parent]))
    expect(own).toBe(`${' '.repeat(15)}\nWhy?`)
  })

  it('lies within the text, apart from the others, whatever the text', () => {
    const piece = fc.constantFrom(
      '> ',
      '\n',
      '&gt; ',
      '<blockquote>',
      '</blockquote>',
      '<br>',
      parent,
      headline,
      'idiots ',
      'x',
      '<',
    )
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 20 }),
        (pieces) => {
          const body = pieces.join('')
          const spans = findQuotations(body, [parent, headline])
          let last = 0
          for (const { start, end } of spans) {
            expect(start >= last && start < end && end <= body.length).toBe(true)
            last = end
          }
          expect(withoutQuotations(body, spans)).toHaveLength(body.length)
        },
      ),
    )
  })

  it.each([' ', '> a b\n', '<blockquote>', '<blockquote>a b', '&gt;', '<br>> a b ', 'a b c d e f '])(
    'is looked for to the end of the longest comment of %j',
    (piece) => {
      const body = piece.repeat(20_000 / piece.length)
      findQuotations(body, [body, 'a b c '.repeat(3_000)])
    },
    10_000,
  )
})

describe('quoted words', () => {
  const [words, share] = quotedSignals
  const body = '> Shame on him!\nWhy <b>him</b>, and not her?'
  it.each([
    [[{ start: 0, end: 15 }], 3, 3 / 8],
    [[], 0, 0],
    [undefined, undefined, undefined],
  ])('with the quotations %j are %s, a share of %s', (quotations, count, part) => {
    expect(words!.read(circumstancesWith({ body, quotations }))?.value).toBe(count)
    expect(share!.read(circumstancesWith({ body, quotations }))?.value).toBe(part)
  })
})
