import type { Span } from '../domain/decision.js'
import { type Label, labels } from '../domain/labels.js'
import { type Normalised, toOriginal } from '../domain/normalise.js'
import { type Lexicon, rateOf } from './lexicon.js'
import { mergeWords, passagesOf, type Stretch, type Word, wordsOf } from './words.js'

/** For each label the stretches of the reader's own text that its score rests on; none where no word stands out. */
export type LabelSpans = ReadonlyMap<Label, readonly Span[]>

/** The network's six raw values for a text, in the order of our labels. */
type Read = (text: string) => Promise<readonly number[]>

/** A word that was left out, and by how much each label's score fell, in log-odds. */
type Tried = { word: Word; rate: number; drops: readonly number[] }

// Passes of the network a comment, and only for one that is not published.
const passesAllowed = 30
// Words of one passage that are tried: on held-back rows F1 is .671 with eight and .672 with fourteen.
const wordsAPassage = 8

// Below this the network finds nothing, and what a word changes there says nothing; models/training/lexicon.py does the same.
const faint = 0.19
const logit = (p: number) => {
  const inside = Math.min(Math.max(p, faint), 1 - 1e-6)
  return Math.log(inside / (1 - inside))
}

/** The likeliest words first, as many as the budget has passes for: one each, and one for each passage as it is. */
function candidates(text: string, words: readonly Word[], lexicon: Lexicon): Word[] {
  const rated = words.map((word) => ({ word, rate: rateOf(lexicon, text.slice(word.start, word.end)) }))
  // Without a lexicon there is no telling which words are worth it.
  const most = Object.keys(lexicon.words).length > 0 ? wordsAPassage : passesAllowed
  const chosen: Word[] = []
  const tries = new Map<number, number>()
  for (const { word } of rated.sort((a, b) => b.rate - a.rate)) {
    const before = tries.get(word.passage) ?? 0
    const passes = chosen.length + tries.size + (before === 0 ? 2 : 1)
    if (before === most || passes > passesAllowed) continue
    chosen.push(word)
    tries.set(word.passage, before + 1)
  }
  return chosen
}

/** One pass after the other, so that the comments of others are read in between. */
async function tryWords(text: string, lexicon: Lexicon, read: Read): Promise<Tried[]> {
  const words = wordsOf(text)
  const passages = passagesOf(text, words)
  const values = async (passage: string) => (await read(passage)).map(logit)
  const whole = new Map<number, number[]>()
  const tried: Tried[] = []
  for (const word of candidates(text, words, lexicon)) {
    const { start, end } = passages[word.passage] ?? { start: 0, end: text.length }
    const before = whole.get(word.passage) ?? (await values(text.slice(start, end)))
    whole.set(word.passage, before)
    const without = await values(text.slice(start, word.start) + text.slice(word.end, end))
    const drops = before.map((value, i) => value - (without[i] ?? value))
    tried.push({ word, rate: rateOf(lexicon, text.slice(word.start, word.end)), drops })
  }
  return tried
}

/** How certain it is that raters would mark this word for this label, 0 to 1. */
function certainty({ rate, drops }: Tried, label: number, { evidence }: Lexicon): number {
  const sum =
    evidence.bias + evidence.word * Math.log(rate / (1 - rate)) + evidence.drop * (drops[label] ?? 0)
  return 1 / (1 + Math.exp(-sum))
}

function pointedAt(tried: readonly Tried[], label: number, lexicon: Lexicon): Stretch[] {
  const { least, leastOfBest } = lexicon.evidence
  const sure = tried.map((one) => ({ word: one.word, certain: certainty(one, label, lexicon) }))
  const best = Math.max(...sure.map(({ certain }) => certain))
  // Where the best word does not even reach its own measure, nothing stands out.
  const from = best >= least ? least : Math.max(leastOfBest, best)
  return sure
    .filter(({ certain }) => certain >= from)
    .map(({ word }) => word)
    .sort((a, b) => a.start - b.start)
}

/**
 * The words that the scores of a comment rest on, by a lexicon and by leaving words out and reading the rest again: at
 * most 30 passes of the network, whatever the length of the text. Rejects when the network does.
 */
export async function findSpans(
  { text, offsets }: Normalised,
  lexicon: Lexicon,
  read: Read,
): Promise<LabelSpans> {
  const tried = await tryWords(text, lexicon, read)
  return new Map(
    labels.map((label, at) => {
      const stretches = mergeWords(text, pointedAt(tried, at, lexicon))
      return [label, stretches.map((stretch) => toOriginal(offsets, stretch))]
    }),
  )
}
