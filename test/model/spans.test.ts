import { expect, test } from 'vitest'
import { normalise } from '../../src/domain/normalise.js'
import { emptyLexicon, type Lexicon, lexiconSchema, rateOf } from '../../src/model/lexicon.js'
import { findSpans } from '../../src/model/spans.js'

const lexicon: Lexicon = {
  version: 1,
  evidence: { word: 0.6, drop: 2, bias: -0.9, least: 0.25, leastOfBest: 0.15 },
  unseen: 0.05,
  words: { idiot: 0.8, fool: 0.7 },
}

/** Stands for the network: toxic as long as one of the words is there. Counts its passes. */
function reader(...words: string[]) {
  const passes: string[] = []
  const read = async (text: string) => {
    passes.push(text)
    const toxic = words.some((word) => text.toLowerCase().includes(word)) ? 0.9 : 0.05
    return [toxic, 0.01, 0.01, 0.01, toxic, 0.01]
  }
  return { read, passes }
}

async function pointedAt(body: string, read: (text: string) => Promise<number[]>, label = 'toxic' as const) {
  const spans = await findSpans(normalise(body), lexicon, read)
  return spans.get(label)?.map(({ start, end }) => body.slice(start, end))
}

test.each([
  ['a word of the lexicon that the score rests on', 'What an idiot he is.', ['idiot']],
  ['whatever its case', 'What an IDIOT he is.', ['IDIOT']],
  ['in the disguise in which the reader wrote it', 'What an i.d.i.o.t he is.', ['i.d.i.o.t']],
  ['behind markup', '<p>What an <b>idiot</b> he is.</p>', ['idiot']],
  ['after signs of two units', '😀😀 an idiot', ['idiot']],
  ['twice', 'An idiot, and what an idiot.', ['idiot', 'idiot']],
])('points at %s', async (_, body, expected) => {
  expect(await pointedAt(body, reader('idiot').read)).toEqual(expected)
})

test('a word that the lexicon does not know is found by leaving it out', async () => {
  expect(await pointedAt('The man is a clodpole if you ask me.', reader('clodpole').read)).toEqual([
    'clodpole',
  ])
})

test('says nothing where nothing stands out', async () => {
  const flat = async () => [0.9, 0.9, 0.9, 0.9, 0.9, 0.9]
  expect(await pointedAt('The council met on Monday and talked about roads.', flat)).toEqual([])
  expect(await pointedAt('', flat)).toEqual([])
  expect(await pointedAt('42 !!', flat)).toEqual([])
})

test('a word is pointed at for the labels that fall without it, and no others', async () => {
  const spans = await findSpans(normalise('The man is a clodpole, I say.'), lexicon, reader('clodpole').read)
  expect([spans.get('insult')?.length, spans.get('threat')?.length]).toEqual([1, 0])
})

test.each([
  ['a short one', 'You idiot.'],
  ['forty words', 'some words of no harm '.repeat(8)],
  ['the longest, with a toxic word in each passage', `${'word '.repeat(79)}idiot `.repeat(40)],
])('takes 30 passes at most: %s', async (_, body) => {
  const { read, passes } = reader('idiot')
  await findSpans(normalise(body), lexicon, read)
  expect(passes.length).toBeLessThanOrEqual(30)
})

test('a text of one passage takes nine passes at most', async () => {
  const { read, passes } = reader('idiot')
  await findSpans(normalise(`You idiot. ${'Some words of no harm. '.repeat(12)}`), lexicon, read)
  expect(passes).toHaveLength(9)
})

test('without a lexicon the first 29 words of a text are tried', async () => {
  const body = `${'harmless '.repeat(28)} clodpole and so on`
  const { read, passes } = reader('clodpole')
  const spans = await findSpans(normalise(body), emptyLexicon, read)
  expect(spans.get('toxic')?.map(({ start, end }) => body.slice(start, end))).toEqual(['clodpole'])
  expect(passes).toHaveLength(30)
})

test('an insult in the last passage of a long text is found though the first is as toxic', async () => {
  const body = `You idiot. ${'The roads are long. '.repeat(60)} You fool.`
  expect(await pointedAt(body, reader('idiot', 'fool').read)).toEqual(['idiot', 'fool'])
})

test('rejects when the network does', async () => {
  const broken = async () => Promise.reject(new Error('away'))
  await expect(findSpans(normalise('You idiot.'), lexicon, broken)).rejects.toThrow('away')
})

test('words that objects have by birth are not in the lexicon', () => {
  for (const word of ['constructor', '__proto__', 'toString']) expect(rateOf(lexicon, word)).toBe(0.05)
})

test.each([
  ['a rate of one', { ...lexicon, words: { idiot: 1 } }],
  ['no evidence', { ...lexicon, evidence: undefined }],
  ['another version', { ...lexicon, version: 2 }],
])('a lexicon with %s is refused', (_, wrong) => {
  expect(lexiconSchema.safeParse(wrong).success).toBe(false)
})
