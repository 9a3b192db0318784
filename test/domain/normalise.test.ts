import { describe, expect, it } from 'vitest'
import { normalise, toOriginal } from '../../src/domain/normalise.js'

describe('normalise', () => {
  it.each([
    // What a reader disguised
    ['s h i t happens', 'shit happens'],
    ['you s.h.i.t', 'you shit'],
    ['s-h-i-t f*u*c*k', 'shit fuck'],
    ['sh1t $hit 5hit sh!t b!tch', 'shit shit shit shit bitch'],
    ['what an a$$ and an a55', 'what an ass and an ass'],
    ['s\u200bh\u00adit', 'shit'],
    ['fuсk off', 'fuck off'],
    ['ｆｕｃｋ', 'fuck'],
    ['🅵🆄🅲🅺 🅘🅣', 'FUCK IT'],
    // Greek and Cyrillic in one word, and a word of nothing but look-alikes in an English comment
    ['ѕтυрі', 'stupi'],
    ['you ѕһіт', 'you shit'],
    ['i\u0300d\u0301i\u0302ot', 'idiot'],
    ['soooooo good!!!!!!', 'soo good!!!'],
    // Markup
    ['<p>Hi &amp; bye</p><b>now</b>', 'Hi & bye\nnow'],
    ['one<br/>two', 'one\ntwo'],
    ['&#104;i &#x1F600;', 'hi 😀'],
    // What stays
    ['I <3 it, a < b & c', 'I <3 it, a < b & c'],
    ['a <word here> stays', 'a <word here> stays'],
    ['H1N1, covid19, 3rd, 4chan, 5hrs', 'H1N1, covid19, 3rd, 4chan, 5hrs'],
    ['me@example.com and @reader', 'me@example.com and @reader'],
    ['Привет, Ελλάδα', 'Привет, Ελλαδα'],
    ['рост и нос: two words', 'рост и нос: two words'],
    ['wow!Stop', 'wow!Stop'],
    ['200000 people 👍🏽', '200000 people 👍🏽'],
    ['  a \n\n b\t c1 ', 'a\nb c1'],
    ['', ''],
    ['\u200b', ''],
  ])('%j becomes %j', (from, to) => {
    expect(normalise(from).text).toBe(to)
  })

  it.each([
    ['<b>You</b> s.h.i.t!', 'shit', 's.h.i.t'],
    ['😀 what an 1d &amp; sh1t', 'sh1t', 'sh1t'],
    ['so f\u200buck it', 'fuck', 'f\u200buck'],
  ])('maps a span of %j back', (original, word, behind) => {
    const { text, offsets } = normalise(original)
    const read = normalise(word).text
    const start = text.indexOf(read)
    const span = toOriginal(offsets, { start, end: start + read.length })
    expect(original.slice(span.start, span.end)).toBe(behind)
  })

  it('keeps one offset a unit, in order, within the text', () => {
    const original = 'A 😀 <p>f.u.c.k</p> &amp; caf\u00e9 ﷺ sooooo'
    const { text, offsets } = normalise(original)
    expect(offsets.starts).toHaveLength(text.length)
    for (let at = 0; at < text.length; at++) {
      expect(offsets.starts[at]).toBeLessThan(offsets.ends[at] ?? 0)
      expect(offsets.ends[at]).toBeLessThanOrEqual(original.length)
      expect(offsets.starts[at]).toBeGreaterThanOrEqual(offsets.starts[at - 1] ?? 0)
    }
  })

  // A pass that looked back over what it has read would take minutes here, and the suite would stop it.
  it.each(['a ', '<a ', '&amp', 'a.', '!a', '$', '\u0301', ' '])('reads hostile repeats of %j', (part) => {
    const { text, offsets } = normalise(part.repeat(200_000 / part.length))
    expect(offsets.ends).toHaveLength(text.length)
  })
})
