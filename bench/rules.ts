// What 200 rules with lists of 5,000 entries cost a comment of 400 characters, beside a bare loop of the same conditions
// in the same CEL library, to which the answers of the lists are given.
// npm run bench:rules
import { readFile } from 'node:fs/promises'
import { Environment } from '@marcbachmann/cel-js'
import type { Normalised } from '../src/domain/normalise.js'
import { normalise } from '../src/domain/normalise.js'
import type { Readings } from '../src/domain/signal.js'
import { checkRuleSet } from '../src/rules/check-rule-set.js'
import { evaluate } from '../src/rules/evaluate.js'
import { declarations, readSignals } from '../src/signals/all.js'
import { circumstancesWith } from '../test/signals/circumstances.js'

const ruleCount = 200
const listCount = 20
const entriesEach = 5_000
const bodyLength = 400
const bodyCount = 200
// Short turns, taken in alternation: whatever else the machine does falls on both alike.
const turns = 9
const msEach = 500

/** Always the same numbers from 0 to 1, so that two runs do the same work. */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const syllables = 'ba be bro cha den do fal gri hol ing ka ler mo nar op pel ris sta tor un ver wa zen'.split(
  ' ',
)

function listOf(number: number): string {
  const random = numbersFrom(number + 1)
  const word = () =>
    Array.from(
      { length: 2 + Math.floor(random() * 3) },
      () => syllables[Math.floor(random() * syllables.length)],
    ).join('')
  const entry = () => (random() < 0.3 ? `${word()} ${word()}` : `${word()}${random() < 0.2 ? ' | stem' : ''}`)
  const entries = new Map<string, string>()
  while (entries.size < entriesEach) {
    const one = entry()
    entries.set(one.split(' |')[0] ?? one, one)
  }
  return [...entries.values()].join('\n')
}

/** Conditions as newsrooms write them, each of its own numbers; `asked` is what stands for the list's answer. */
function conditionOf(index: number, asked: string): string {
  const share = ((index % 90) + 5) / 100
  return [
    `${asked} && author.published < ${index + 2}.0`,
    `scores.toxic >= ${share} && (${asked} || links.count >= ${(index % 5) + 1}.0)`,
    `author.role == "reader" && scores.insult > ${share} && length.words > ${index}.0`,
    `!author.firstComment && ${asked} && capitals.share > ${share}`,
    `(pace.lastMinute >= ${index % 7}.0 || repeats.sameText >= 2.0) && ${asked}`,
  ][index % 5] as string
}

const listNames = Array.from({ length: listCount }, (_, at) => `list${at}`)
const nameFor = (index: number) => listNames[Math.floor(index / 5) % listCount] ?? ''

function ourRules() {
  const rules = Array.from({ length: ruleCount }, (_, index) => {
    const when = JSON.stringify(conditionOf(index, `text.has(${nameFor(index)})`))
    return `  - { name: r${index}, when: ${when}, then: hold, because: x }`
  })
  const lists = listNames.map((name) => `  ${name}: ${name}.txt`)
  const text = `version: 1\nlists:\n${lists.join('\n')}\nrules:\n${rules.join('\n')}\n`
  const texts = new Map(listNames.map((name, at) => [`${name}.txt`, listOf(at)]))
  return checkRuleSet({ file: 'bench.yaml', text, lists: texts }, declarations)
}

/** The same conditions, compiled by the library alone. */
function bareRules() {
  const environment = new Environment()
  environment.registerVariable('asks', 'map<string, bool>')
  const types = { number: 'double', bool: 'bool', string: 'string', list: 'list<string>' } as const
  for (const group of new Set(declarations.map(({ name }) => name.split('.')[0] ?? ''))) {
    const fields = declarations.filter(({ name }) => name.startsWith(`${group}.`))
    const schema = Object.fromEntries(fields.map(({ name, type }) => [name.split('.')[1] ?? '', types[type]]))
    environment.registerVariable({ name: group, schema })
  }
  return Array.from({ length: ruleCount }, (_, index) =>
    environment.parse(conditionOf(index, `asks.${nameFor(index)}`)),
  )
}

type Prepared = { text: Normalised; readings: Readings; values: Record<string, Record<string, unknown>> }

async function bodies(): Promise<string[]> {
  const written = (await readFile('demo/comments.ndjson', 'utf8'))
    .trim()
    .split('\n')
    .map((line): string => JSON.parse(line).body)
  const all = written.join(' ')
  return Array.from({ length: bodyCount }, (_, at) => {
    const from = (at * bodyLength) % (all.length - bodyLength)
    return all.slice(from, from + bodyLength)
  })
}

const prepared = (await bodies()).map((body): Prepared => {
  const text = normalise(body)
  const { readings } = readSignals(circumstancesWith({ body, normalisedBody: text.text }))
  const values: Prepared['values'] = { asks: Object.fromEntries(listNames.map((name) => [name, false])) }
  for (const [name, reading] of Object.entries(readings)) {
    const [group = '', field = ''] = name.split('.')
    values[group] = { ...values[group], [field]: reading?.value }
  }
  return { text, readings, values }
})

const ruleSet = ourRules()
const bare = bareRules()
const occasion = { commentId: '1', section: null, now: new Date(), overLimit: new Set<string>() }
let matched = 0

const ways = {
  'all of it': ({ text, readings }: Prepared) => {
    matched += evaluate(ruleSet, readings, { ...occasion, text }).reasons.length
  },
  'finding the lists’ entries': ({ text }: Prepared) => {
    matched += Object.keys(ruleSet.find(text)).length
  },
  'the bare loop': ({ values }: Prepared) => {
    for (const condition of bare) if (condition(values) === true) matched += 1
  },
} as const

/** Milliseconds a comment, over one turn. */
function turn(work: (one: Prepared) => void): number {
  const start = performance.now()
  let done = 0
  while (performance.now() - start < msEach) {
    for (const one of prepared) work(one)
    done += prepared.length
  }
  return (performance.now() - start) / done
}

const names = Object.keys(ways) as (keyof typeof ways)[]
const taken = new Map(names.map((name) => [name, [] as number[]]))
for (let at = 0; at <= turns; at++)
  // The first turn warms up and is not counted.
  for (const name of names) {
    const ms = turn(ways[name])
    if (at > 0) taken.get(name)?.push(ms)
  }

const median = (name: keyof typeof ways) =>
  (taken.get(name) ?? []).sort((a, b) => a - b)[Math.floor(turns / 2)] ?? 0
process.stdout.write(
  `${ruleCount} rules, ${listCount} lists of ${entriesEach} entries, comments of ${bodyLength} characters\n`,
)
for (const name of names) process.stdout.write(`${name.padEnd(28)} ${median(name).toFixed(4)} ms a comment\n`)
const rules = median('all of it') - median('finding the lists’ entries')
process.stdout.write(
  `All of it is ${(median('all of it') / median('the bare loop')).toFixed(2)} times the bare loop; without the lists, ${(rules / median('the bare loop')).toFixed(2)} times.\n`,
)
if (matched === 0) throw new Error('nothing was judged')
