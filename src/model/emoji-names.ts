import { createRequire } from 'node:module'
import { z } from 'zod'
import type { Replacement } from './replace.js'

const dataSchema = z.record(z.string(), z.object({ name: z.string() }))
// Node 20 warns of JSON modules that are imported.
const data = dataSchema.parse(createRequire(import.meta.url)('unicode-emoji-json/data-by-emoji.json'))

const tones: ReadonlyMap<string, string> = new Map([
  ['\u{1f3fb}', 'light skin tone'],
  ['\u{1f3fc}', 'medium light skin tone'],
  ['\u{1f3fd}', 'medium skin tone'],
  ['\u{1f3fe}', 'medium dark skin tone'],
  ['\u{1f3ff}', 'dark skin tone'],
])

/** Names by the sequence as the normaliser leaves it: without joiners and selectors, and here without tones. */
const names: ReadonlyMap<string, string> = new Map(
  Object.entries(data)
    .map(([emoji, { name }]) => [emoji.replace(/[\u200d\ufe0f]/gu, ''), plain(name)] as const)
    // A keycap is its digit by then.
    .filter(([key]) => !/^[\0-\x7f]/u.test(key)),
)
const longest = Math.max(...[...names.keys()].map((key) => [...key].length))

// Faces and things, flags' letters, and what other signs have a name.
const mayBegin = /[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}]/gu

function plain(name: string): string {
  const letters = name.normalize('NFD').replace(/\p{M}/gu, '')
  return letters
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase()
}

/** Every emoji of a normalised text with its name in words; one without a name stays what it is. */
export function emojiNames(text: string): Replacement[] {
  const found: Replacement[] = []
  let end = 0
  for (const { index: start } of text.matchAll(mayBegin)) {
    if (start < end) continue
    const best = longestAt(text, start)
    if (!best) continue
    found.push({ start, end: best.end, text: ` ${best.name} ` })
    end = best.end
  }
  return found
}

/** The longest sequence from here that has a name, and that name with its skin tones. */
function longestAt(text: string, start: number): { end: number; name: string } | undefined {
  let key = ''
  let best: { end: number; name: string } | undefined
  const seen = new Set<string>()
  for (let at = start, count = 0; at < text.length && count < longest; ) {
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0)
    at += char.length
    const tone = tones.get(char)
    if (tone === undefined) {
      key += char
      count++
    } else if (seen.has(tone) && best?.end !== at - char.length) break
    else seen.add(tone)
    const name = key === '' ? undefined : names.get(key)
    if (name !== undefined) best = { end: at, name: [name, ...seen].join(' ') }
    else if (key === '') return { end: at, name: tone ?? '' }
  }
  return best
}
