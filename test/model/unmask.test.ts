import { describe, expect, it, test } from 'vitest'
import { normalise, toOriginal } from '../../src/domain/normalise.js'
import { harshWordsOf, harshWordsSchema } from '../../src/model/harsh-words.js'
import { readingOf } from '../../src/model/reading.js'
import { unmask } from '../../src/model/unmask.js'

const harsh = harshWordsOf({
  version: 1,
  words: {
    idiot: 900,
    stupid: 800,
    fuck: 700,
    fucking: 600,
    asshole: 500,
    shit: 400,
    moron: 300,
    shut: 10,
    ass: 900,
  },
  innocent: ['shot', 'moronstupid'],
})
const read = (text: string) => readingOf(normalise(text), harsh).text

describe('a disguised word is read as what it is', () => {
  test.each([
    ['two inner letters changed about', 'stuipd', 'stupid'],
    ['a star', 'st*pid', 'stupid'],
    ['several stars', 'f**k', 'fuck'],
    ['more stars than the normaliser leaves', 'f*****g', 'fucking'],
    ['stars at the end', 'sh**', 'shit'],
    ['a hash', 'm#ron', 'moron'],
    ['a dot in place of a letter', 'st.pid', 'stupid'],
    ['an underscore in place of a letter', 'id_ot', 'idiot'],
    ['a dot between letters', 'id.iot', 'idiot'],
    ['a doubled first letter', 'iidiot', 'idiot'],
    ['a doubled inner letter', 'stuupid', 'stupid'],
    ['letters drawn out', 'stuuuuupiiiid', 'stupid'],
    ['a digit at the start', '1diot', 'idiot'],
    ['another', '4sshole', 'asshole'],
    ['two words in one', 'stupididiot', 'stupid idiot'],
    ['two words letter by letter', 's t u p i d   i d i o t', 'stupid idiot'],
    ['three words in one', 'fuckingstupididiot', 'fucking stupid idiot'],
    ['capitals', 'STUIPD', 'stupid'],
    ['before the end of a sentence', 'st*pid.', 'stupid.'],
  ])('%s', (_, disguised, expected) => {
    expect(read(disguised)).toBe(expected)
    expect(read(`You ${disguised}`)).toBe(`You ${expected}`)
  })
})

it('takes the commoner of two words that fit', () => {
  expect(read('sh*t')).toBe('shit')
})

test.each([
  'Scunthorpe',
  'The 3rd and 4chan',
  'a**',
  'covid19',
  'end.Start',
  'snake_case',
  'stet.example.com',
  'shot',
  'moronstupid',
  'five stars *****',
  'Stupidity',
  'Idiotes',
  '1984',
])('%s stays what it is', (text) => {
  expect(read(text)).toBe(text.replace('*****', '***'))
})

it('leads back to the whole word that the reader wrote', () => {
  const text = 'Oh, you s.t.u.p.i.d 1diot and st*pididiot, stupididiot'
  const { text: reading, offsets } = readingOf(normalise(text), harsh)
  const behind = (word: string, from = 0) => {
    const start = reading.indexOf(word, from)
    const span = toOriginal(offsets, { start, end: start + word.length })
    return text.slice(span.start, span.end)
  }
  expect(behind('idiot')).toBe('1diot')
  const glued = reading.lastIndexOf('stupid idiot')
  expect([behind('stupid', glued), behind('idiot', glued)]).toEqual(['stupid', 'idiot'])
  expect(offsets.starts).toHaveLength(reading.length)
  expect(offsets.ends).toHaveLength(reading.length)
})

it('looks at no more of a token than a disguise can be long', () => {
  expect(unmask('stupid'.repeat(10), harsh)).toEqual([])
  expect(unmask(`${'s*'.repeat(5000)} st*pid`, harsh)).toHaveLength(1)
})

test.each([
  ['capitals in a word', { words: { Idiot: 1 } }],
  ['no count', { words: { idiot: 0 } }],
  ['no list of innocents', { innocent: undefined }],
])('a list with %s is refused', (_, wrong) => {
  expect(harshWordsSchema.safeParse({ version: 1, words: {}, innocent: [], ...wrong }).success).toBe(false)
})
