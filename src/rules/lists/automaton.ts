/** A finder of many words at once (Aho and Corasick, 1975): its states are the words' beginnings. */
export type Automaton = {
  /**
   * Calls `found` for each word that ends at a place, by the word's index. Answers how many steps that took: at most two
   * for each code and one for each call.
   */
  scan: (codes: Uint32Array, length: number, found: (word: number, end: number) => void) => number
}

type Trie = {
  /** Where an edge leads, by its state and symbol; -1 is nowhere. */
  edge: (state: number, symbol: number) => number
  parents: number[]
  symbols: number[]
  depths: number[]
  /** The words that end in a state, as a chain: the first, and from each word the next; -1 ends it. */
  firstWord: number[]
  nextWord: Int32Array
}

/** Open addressing over flat arrays: a Map of a million edges takes several times the memory and the time. */
function edgeTable(most: number, alphabet: number) {
  const size = 2 ** Math.ceil(Math.log2(Math.max(16, most * 2)))
  const keys = new Float64Array(size).fill(-1)
  const values = new Int32Array(size)
  const slotOf = (state: number, symbol: number) => {
    const key = state * alphabet + symbol
    let slot = (Math.imul(state, 0x9e3779b1) ^ Math.imul(symbol, 0x85ebca6b)) & (size - 1)
    while (keys[slot] !== -1 && keys[slot] !== key) slot = (slot + 1) & (size - 1)
    return slot
  }
  return {
    get: (state: number, symbol: number) => {
      const slot = slotOf(state, symbol)
      return keys[slot] === -1 ? -1 : (values[slot] ?? -1)
    },
    set: (state: number, symbol: number, to: number) => {
      const slot = slotOf(state, symbol)
      keys[slot] = state * alphabet + symbol
      values[slot] = to
    },
  }
}

function trieOf(words: readonly (readonly number[])[], alphabet: number): Trie {
  const edges = edgeTable(
    words.reduce((sum, word) => sum + word.length, 0),
    alphabet,
  )
  const trie: Trie = {
    edge: edges.get,
    parents: [0],
    symbols: [0],
    depths: [0],
    firstWord: [-1],
    nextWord: new Int32Array(words.length).fill(-1),
  }
  for (const [index, word] of words.entries()) {
    let state = 0
    for (const symbol of word) {
      let next = edges.get(state, symbol)
      if (next < 0) {
        next = trie.parents.push(state) - 1
        trie.symbols.push(symbol)
        trie.depths.push((trie.depths[state] ?? 0) + 1)
        trie.firstWord.push(-1)
        edges.set(state, symbol, next)
      }
      state = next
    }
    trie.nextWord[index] = trie.firstWord[state] ?? -1
    trie.firstWord[state] = index
  }
  return trie
}

/** For each state the state of its longest proper ending, and the nearest such state in which a word ends. */
function linksOf({ edge, parents, symbols, depths, firstWord }: Trie) {
  const size = parents.length
  const endings = new Int32Array(size)
  const outputs = new Int32Array(size)
  const byDepth = Array.from({ length: size }, (_, state) => state).sort(
    (a, b) => (depths[a] ?? 0) - (depths[b] ?? 0),
  )
  for (const state of byDepth) {
    const parent = parents[state] ?? 0
    if (state === 0 || parent === 0) continue
    const symbol = symbols[state] ?? 0
    let ending = endings[parent] ?? 0
    while (ending !== 0 && edge(ending, symbol) < 0) ending = endings[ending] ?? 0
    const to = Math.max(0, edge(ending, symbol))
    endings[state] = to
    outputs[state] = (firstWord[to] ?? -1) >= 0 ? to : (outputs[to] ?? 0)
  }
  return { endings, outputs }
}

function symbolsOf(words: readonly (readonly number[])[]): (code: number) => number {
  const known = new Map([...new Set(words.flat())].map((code, at) => [code, at + 1]))
  const ascii = Int32Array.from({ length: 128 }, (_, code) => known.get(code) ?? 0)
  return (code) => (code < 128 ? (ascii[code] ?? 0) : (known.get(code) ?? 0))
}

/** Makes a finder of words, each given as its code points and at least one long. */
export function automatonOf(words: readonly (readonly number[])[]): Automaton {
  const symbolOf = symbolsOf(words)
  const alphabet = new Set(words.flat()).size + 1
  const trie = trieOf(
    words.map((word) => word.map(symbolOf)),
    alphabet,
  )
  const { endings, outputs } = linksOf(trie)
  const { edge, firstWord, nextWord } = trie

  const scan: Automaton['scan'] = (codes, length, found) => {
    let state = 0
    let steps = 0
    for (let at = 0; at < length; at += 1) {
      const symbol = symbolOf(codes[at] ?? 0)
      let next = symbol === 0 ? -1 : edge(state, symbol)
      steps += 1
      while (next < 0 && state !== 0) {
        steps += 1
        state = symbol === 0 ? 0 : (endings[state] ?? 0)
        next = symbol === 0 ? 0 : edge(state, symbol)
      }
      state = Math.max(0, next)
      for (let output = state; output !== 0; output = outputs[output] ?? 0)
        for (let word = firstWord[output] ?? -1; word >= 0; word = nextWord[word] ?? -1) {
          steps += 1
          found(word, at)
        }
    }
    return steps
  }
  return { scan }
}
