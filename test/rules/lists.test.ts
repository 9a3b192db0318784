import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalise } from '../../src/domain/normalise.js'
import { listMatcher } from '../../src/rules/lists/matcher.js'
import { parseList } from '../../src/rules/lists/parse-list.js'

const matcher = (...lines: string[]) => {
  const { list, faults } = parseList(lines.join('\n'))
  expect(faults).toEqual([])
  return listMatcher([list])
}

/** The reader's own characters behind each match. */
const found = (finder: ReturnType<typeof matcher>, body: string) =>
  finder.find(normalise(body))[0]!.map(({ start, end }) => body.slice(start, end))

const zeroWidth = '\u200b'

const evasions: Record<string, readonly string[]> = {
  shit: [
    ...['shit', 'SHIT', 'Shit', 'sh1t', 's.h.i.t', 's h i t', 'shiiit', 'shits', 'sh-it', 'shït'],
    ...['shіt', `sh${zeroWidth}it`, 'ｓｈｉｔ', '𝐬𝐡𝐢𝐭', '5hit', 'sh!t', '$hit', 'SH!T', '$HIT', '5HIT'],
    ...['s_h_i_t', 's-h-i-t', 's*h*i*t', 'sh*it', 'sh.it', 's h it', 'shhhiiiit', 'sh&#105;t', 'sh<b>i</b>t'],
  ],
  'kill yourself': [
    ...[
      'kill yourself',
      'KILL YOURSELF',
      'kill-yourself',
      'kill  yourself',
      'kill\nyourself',
      'kill, yourself',
    ],
    ...['k1ll yourself', 'kill y0urself', 'k i l l  y o u r s e l f', 'killyourself', 'kіll yourself'],
    ...[
      `ki${zeroWidth}ll yourself`,
      'ｋｉｌｌ ｙｏｕｒｓｅｌｆ',
      '𝐤𝐢𝐥𝐥 𝐲𝐨𝐮𝐫𝐬𝐞𝐥𝐟',
      'kïll yoursëlf',
      'k!ll yourself',
    ],
    ...['kiiiill yourself', 'kill.yourself'],
  ],
  naïve: [
    ...['naïve', 'naive', 'NAÏVE', 'nai\u0308ve', 'na1ve', 'n.a.i.v.e', 'n a i v e', 'naiiive', 'naives'],
    ...['nаive', `na${zeroWidth}ive`, 'ｎａｉｖｅ', '𝐧𝐚𝐢𝐯𝐞', 'n@ive', 'na!ve', 'NA!VE', 'na-ive'],
  ],
}
const written = Object.entries(evasions).flatMap(([entry, all]) => all.map((one) => [entry, one] as const))

describe('an entry is found, in the reader’s own characters, written as', () => {
  it.each(written)('%s: %j', (entry, disguised) => {
    const finder = matcher(entry)
    for (const [before, after] of [
      ['', ''],
      ['Oh ', ' again'],
      ['“', '”.'],
      ['so (', ')!'],
    ])
      expect(found(finder, `${before}${disguised}${after}`)).toEqual([disguised])
  })

  it('a run of letters to its last', () => {
    expect(found(matcher('shit'), 'what a load of shitttttt this is')).toEqual(['shitttttt'])
  })

  it('what is spelt out between other single letters', () => {
    expect(found(matcher('shit'), 'what a s h i t day')).toEqual(['s h i t'])
  })
})

describe('an entry says how it is looked for', () => {
  it.each([
    [
      'ass',
      ['an ass', 'asses', 'you ass!', 'dumb-ass', 'ass-backwards', "the ass's ear"],
      ['assassin', 'bass', 'as', 'assess'],
    ],
    ['hell', ['hell', 'go to hell.'], ["he'll", 'hello', 'shell', 'hel']],
    ['god', ['god', 'gooood', 'gods'], ['good', 'godly', 'go-do']],
    ['Tim', ['tim', 'Tims', 'Tim’s'], ['times', 'time', 'optimist']],
    ['1488', ['1488!'], ['14.88', '14-88', '14 88', '148', '14888']],
    ['fuck | stem', ['fucking', 'fuck', 'fuckwit', 'f u ck'], ['mindfuck', 'fu']],
    ['cunt | inside', ['Scunthorpe', 'cunts', 'c.u.n.t'], ['count', 'acu-ntx', 'disc untie']],
    ['rapist', ['rapist'], ['therapist', 'therapists']],
    ['penis', ['penis', 'p e n i s', 'pen-is'], ['the pen is mine', 'pen. Is it?', 'pen... is']],
    ['whore', ['whore', 'WHORES'], ["who're", 'who re-elected', 'Whorehouse']],
    [
      'buy followers',
      ['buy followers', 'buy-followers', 'Buy, followers'],
      ['buy. Followers', 'buy my followers'],
    ],
    ["don't drink bleach", ["don't drink bleach", 'dont drink bleach'], ['drink bleach']],
    ['evil.com', ['see evil.com now', 'EVIL.COM'], ['evil.community']],
    ['слово', ['Слово!'], ['словом']],
  ])('%j', (entry, hits, misses) => {
    const finder = matcher(entry)
    expect(hits.filter((body) => found(finder, body).length !== 1)).toEqual([])
    expect(misses.filter((body) => found(finder, body).length > 0)).toEqual([])
  })
})

it('an exception keeps out what lies in it, and nothing else', () => {
  const finder = matcher('cunt | inside', 'dick', '- Scunthorpe', '- Dick Cheney')
  expect(found(finder, 'Dick Cheney in Scunthorpe, Dick!')).toEqual(['Dick'])
  expect(found(finder, 'DICK CHENEY’s and scunthorpes')).toEqual([])
})

it('matches that overlap are one, as severe as the most severe of them', () => {
  const body = 'go kill yourself now'
  const { list } = parseList('kill\nkill yourself | strong\nyourself now')
  expect(listMatcher([list]).find(normalise(body))).toEqual([[{ start: 3, end: 20, severity: 'strong' }]])
})

describe('a list file', () => {
  it.each<[string, number, number, string]>([
    ['foo | storng', 1, 7, 'no mark `storng`: did you mean `strong`?'],
    ['foo | everywhere', 1, 7, 'no mark `everywhere`: there is mild, strong, word, stem, inside'],
    ['foo\nbar | mild strong', 2, 12, 'is `mild` already: only one of mild, strong'],
    ['foo | word, stem', 1, 13, 'is `word` already: only one of word, stem, inside'],
    ['foo | strong\n\nFOO', 3, 1, '"foo" stands in line 1 with other marks'],
    ['ab | inside', 1, 1, 'the entry "ab" is too short for `inside`: 3 letters are the least'],
    ['***', 1, 1, 'the entry "***" has no letter or digit'],
    ['| strong', 1, 1, 'the entry "" has no letter or digit'],
    ['foo\n- bar | mild', 2, 7, 'an exception has no marks'],
    [`x${'y z'.repeat(200)}`, 1, 1, 'is longer than 500 characters'],
    [
      'abcdefghij'.repeat(11),
      1,
      1,
      `the entry "${'abcdefghij'.repeat(6)}" has 110 letters: 100 are the most`,
    ],
    ['a b\n'.repeat(50_001), 1, 1, 'has more than 50,000 entries'],
  ])('of %j is refused at %i:%i: %s', (text, line, column, message) => {
    expect(parseList(text).faults).toContainEqual({ line, column, message })
  })

  it('has notes, blank lines, any line ends and a byte order mark', () => {
    const { list, faults } = parseList(
      '\uFEFF# all\r\n\r\nfoo # since March\r\nc# developer | strong  # a note',
    )
    expect(faults).toEqual([])
    expect(list.entries.map(({ text, severity, line }) => [text, severity, line])).toEqual([
      ['foo', 'mild', 3],
      ['c# developer', 'strong', 4],
    ])
  })
})

describe('the starter lists', async () => {
  const names = ['profanity', 'slurs', 'self-harm', 'spam']
  const innocent = (await readFile('test/fixtures/innocent.txt', 'utf8')).trim().split('\n')
  const lists = await Promise.all(names.map((name) => readFile(`rules/lists/${name}.txt`, 'utf8')))

  it('leave three hundred innocent words, names and phrases alone', () => {
    expect(innocent.length).toBeGreaterThanOrEqual(300)
    const finder = listMatcher(lists.map((text) => parseList(text).list))
    const hits = innocent
      .flatMap((one) => [one, one.toUpperCase(), `I read of ${one} today.`])
      .filter((body) => finder.find(normalise(body)).some((matches) => matches.length > 0))
    expect(hits).toEqual([])
  })

  it('find each of their own entries', () => {
    for (const text of lists) {
      const { list, faults } = parseList(text)
      expect(faults).toEqual([])
      const finder = listMatcher([{ entries: list.entries, exceptions: [] }])
      expect(list.entries.filter(({ text }) => found(finder, `so ${text} it is`).length !== 1)).toEqual([])
    }
  })
})

describe('the search', () => {
  const anyText = fc.string({ unit: fc.constantFrom(...'abs hit-.15$!ïаｓ\u200b<>&;\n'), maxLength: 60 })

  it('points into the reader’s text, in order and without overlap', () => {
    const finder = matcher('shit | stem', 'ab', 'bas | inside', 'hit it', '- shitab')
    fc.assert(
      fc.property(anyText, (body) => {
        let last = 0
        for (const { start, end } of finder.find(normalise(body))[0]!) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          last = end
        }
        expect(last).toBeLessThanOrEqual(body.length)
      }),
    )
  })

  it.each([
    ['one letter', 'a'.repeat(8)],
    ['an entry again and again', 'shit '],
    ['the beginning of an entry', 'shi '],
    ['letters apart', 's h i '],
    ['signs', '-.-.'],
    ['figures for letters', '5h1 '],
    ['entries in entries', 'abab'],
  ])('takes steps in proportion to the text, hostile as it may be: %s', (_, piece) => {
    const nested = Array.from({ length: 49 }, (_, at) => 'ab'.repeat(at + 1))
    const finder = matcher(
      'shit | stem',
      'shit shit shit',
      ...nested,
      ...nested.map((one) => `b${one} | inside`),
    )
    const [short, long] = [500, 5_000].map((times) => finder.steps(normalise(piece.repeat(times))))
    expect(long! / (piece.length * 5_000)).toBeLessThanOrEqual(1.1 * (short! / (piece.length * 500)))
  })
})
