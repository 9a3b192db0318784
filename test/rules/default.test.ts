import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Circumstances } from '../../src/domain/signal.js'
import { evaluate } from '../../src/rules/evaluate.js'
import { loadRuleSet } from '../../src/rules/load-rule-set.js'
import { runTests, textsToScore } from '../../src/rules/run-tests.js'
import { declarations, readSignals } from '../../src/signals/all.js'
import { circumstancesWith } from '../signals/circumstances.js'
import { ruleCircumstances } from './fixtures.js'

const rules = await loadRuleSet('rules/default.yaml', declarations)
const quiet = circumstancesWith()
const scored = (label: string, value: number): Partial<Circumstances> => ({
  scores: { ...quiet.scores!, [label]: value },
})
const judged = (changes: Partial<Circumstances>) => {
  const circumstances = circumstancesWith(changes)
  const { readings } = readSignals(circumstances)
  return evaluate(rules, readings, ruleCircumstances(circumstances.normalisedBody))
}

describe('the default rules', () => {
  it('pass their own tests, which state all scores', () => {
    expect(textsToScore(rules)).toEqual([])
    const read = (circumstances: Circumstances) => readSignals(circumstances).readings
    const results = runTests(rules, { read, scores: new Map(), now: new Date() })
    expect(results.filter(({ passed }) => !passed)).toEqual([])
    expect(rules.rules.filter(({ tests }) => tests.length === 0)).toEqual([])
  })

  it('publish a quiet comment without a word', () => {
    expect(judged({})).toMatchObject({ verdict: 'publish', reasons: [], missing: [], failures: [] })
  })

  it.each<[string, string, Partial<Circumstances>]>([
    ['threat', 'reject', scored('threat', 0.97)],
    ['severe-toxicity', 'reject', scored('severe_toxic', 0.9)],
    ['possible-threat', 'hold', { scores: { ...quiet.scores!, threat: 0.1 } }],
    ['possible-severe-toxicity', 'hold', scored('severe_toxic', 0.4)],
    ['identity-hate', 'hold', scored('identity_hate', 0.5)],
    ['insult', 'hold', scored('insult', 0.8)],
    ['obscene', 'hold', scored('obscene', 0.9)],
    ['toxic', 'hold', scored('toxic', 0.9)],
    ['link-in-a-first-comment', 'hold', { body: 'See example.com for this' }],
    [
      'many-links-from-a-newcomer',
      'hold',
      { body: 'a.com b.com c.com', record: { published: 2, held: 0, rejected: 0 } },
    ],
    ['spam-phrase', 'hold', { normalisedBody: 'i can double your bitcoin today' }],
    ['repeated-text', 'hold', { sameTextCount: 2 }],
    ['pace', 'hold', { pace: { lastMinute: 4, lastHour: 4 } }],
    ['shouting', 'hold', { body: 'THIS GOVERNMENT DOES NOT LISTEN TO ANYONE' }],
    ['nothing-to-read', 'hold', { body: '<p> </p>' }],
    ['language-not-read', 'hold', { body: 'Das ist doch wirklich eine gute Frage an die Regierung' }],
  ])('find %s, and %s', (rule, verdict, changes) => {
    const outcome = judged(changes)
    expect(outcome.reasons.map((reason) => reason.rule)).toContain(rule)
    expect(outcome.verdict).toBe(verdict)
  })

  it.each<keyof Circumstances>(['scores', 'pace', 'record', 'sameTextCount'])(
    'hold a comment whose %s could not be had',
    (part) => {
      // With a link, for what an author's record means is asked only there.
      const outcome = judged({ body: 'Four words and more at a.com b.com c.com', [part]: undefined })
      expect(outcome.verdict).toBe('hold')
      expect(outcome.missing).toHaveLength(1)
    },
  )
})

describe('loading', () => {
  let folder: string
  const write = (name: string, text: string) => writeFile(join(folder, name), text)
  const withList = (path: string) =>
    `version: 1\nlists: { words: ${path} }\nrules:\n  - { name: a, when: text.has(words), then: hold, because: x }\n`

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stet-rules-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('reads the lists beside the file', async () => {
    await write('words.txt', 'foo\n')
    await write('good.yaml', withList('words.txt'))
    expect((await loadRuleSet(join(folder, 'good.yaml'), declarations)).rules).toHaveLength(1)
  })

  it('does not follow a link that leads away from the folder', async () => {
    await symlink('/etc/hostname', join(folder, 'away.txt'))
    await write('bad.yaml', withList('away.txt'))
    await expect(loadRuleSet(join(folder, 'bad.yaml'), declarations)).rejects.toThrow(
      'away.txt could not be read',
    )
  })

  it('does not go round in circles', async () => {
    await symlink('round.txt', join(folder, 'round.txt'))
    await write('round.yaml', withList('round.txt'))
    await expect(loadRuleSet(join(folder, 'round.yaml'), declarations)).rejects.toThrow(
      'round.txt could not be read',
    )
  })

  it('says in one sentence that there is no such file', async () => {
    await expect(loadRuleSet(join(folder, 'none.yaml'), declarations)).rejects.toThrow(
      /rule file .* could not be read/,
    )
  })
})
