// Minhash: the share of equal minima of two texts is near the share of five-character pieces that they have in common.
const gramLength = 5
const bandCount = 16
const rowsPerBand = 4
const permutationCount = bandCount * rowsPerBand
// "I agree with you" is said by many who have never heard of each other.
const fewestGrams = 24
// A copy with another end is a copy; and so a long comment costs no more than a page.
const longestLook = 4_000

const notInWords = /[^\p{L}\p{N}]+/gu

/** A step of Murmur3's finaliser: every bit of the answer hangs on every bit of the number. */
function mixed(number: number): number {
  let bits = Math.imul(number ^ (number >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}

// Fixed for good: fingerprints are compared with stored ones.
const seeds = Int32Array.from({ length: permutationCount }, (_, at) => mixed(at + 1))
const factors = Int32Array.from({ length: permutationCount }, (_, at) => mixed(at + 1_001) | 1)

function gramsOf(text: string): Int32Array {
  const count = Math.max(0, text.length - gramLength + 1)
  const grams = new Int32Array(count)
  for (let at = 0; at < count; at += 1) {
    let hash = 0x811c9dc5
    for (let next = at; next < at + gramLength; next += 1)
      hash = Math.imul(hash ^ text.charCodeAt(next), 0x01000193)
    grams[at] = mixed(hash)
  }
  return grams
}

function minimaOf(grams: Int32Array): Int32Array {
  const minima = new Int32Array(permutationCount).fill(0x7fffffff)
  for (let row = 0; row < permutationCount; row += 1) {
    const [seed = 0, factor = 1] = [seeds[row], factors[row]]
    let least = 0x7fffffff
    // By index: going through by value takes nearly twice as long here, where all the time goes.
    for (let at = 0; at < grams.length; at += 1) {
      const permuted = Math.imul((grams[at] ?? 0) ^ seed, factor)
      if (permuted < least) least = permuted
    }
    minima[row] = least
  }
  return minima
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return mixed(hash)
}

/** How many bands two texts must have in common to count as nearly the same. */
export const fewestSharedBands = 3

/**
 * The bands of a normalised text, 16 whole numbers of 32 bits; none of a text too short to be told from another's. Texts
 * that have 80 % of their pieces in common share three bands 98 times of 100, those with 40 % once in 120 and those with
 * 30 % once in 3,000. The site is part of each, so that two sites share none.
 */
export function fingerprint(site: string, normalisedText: string): number[] {
  const text = normalisedText.slice(0, longestLook).toLowerCase().replace(notInWords, ' ').trim()
  const grams = gramsOf(text)
  if (grams.length < fewestGrams) return []
  const minima = minimaOf(grams)
  const bands = Array.from({ length: bandCount }, (_, band) => {
    let hash = hashOf(site) ^ band
    for (const minimum of minima.subarray(band * rowsPerBand, (band + 1) * rowsPerBand))
      hash = mixed(Math.imul(hash, 0x01000193) ^ minimum)
    return hash
  })
  return [...new Set(bands)]
}
