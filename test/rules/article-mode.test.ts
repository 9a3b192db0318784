import { describe, expect, it } from 'vitest'
import {
  type ArticleMode,
  articleModes,
  signalsIfOpen,
  watchedScores,
} from '../../src/domain/article-mode.js'
import { evaluate } from '../../src/rules/evaluate.js'
import { runOnReceipt } from '../../src/rules/receipt-test.js'
import { differences, replay } from '../../src/rules/replay.js'
import { check, readingsWith, ruleCircumstances } from './fixtures.js'

const set = check(`version: 1
rules:
  - { name: toxic, when: scores.toxic >= 0.5, then: reject, because: x }
  - { name: links, when: links.count >= 3, then: hold, because: x }
  - { name: staff, when: 'author.role == "staff"', then: publish, exempt: true, because: x }
`)
const quiet = { 'scores.toxic': 0.1, 'links.count': 0, 'author.role': 'reader' }
const said = (values: Record<string, unknown>) => {
  const { verdict, reasons, missing } = evaluate(
    set,
    readingsWith({ ...quiet, ...values } as never),
    ruleCircumstances('x'),
  )
  return { verdict, rules: reasons.map(({ rule }) => rule), missing }
}

describe('what rules make of a comment', () => {
  it.each<[ArticleMode, string, string[]]>([
    ['open', 'publish', []],
    ['watch', 'publish', []],
    ['closed', 'publish', []],
    ['premoderate', 'hold', ['article-mode']],
  ])('that none of them stops is on an article in the mode %s: %s', (mode, verdict, rules) => {
    expect(said({ 'article.mode': mode })).toEqual({ verdict, rules, missing: [] })
  })

  it.each<[string, Record<string, unknown>, string, string[]]>([
    ['rejected is rejected', { 'scores.toxic': 0.9 }, 'reject', ['toxic']],
    ['held is held for its own reason', { 'links.count': 3 }, 'hold', ['links']],
    [
      'exempt is held all the same',
      { 'author.role': 'staff', 'links.count': 3 },
      'hold',
      ['links', 'staff', 'article-mode'],
    ],
  ])('under premoderation: what is %s', (_, values, verdict, rules) => {
    expect(said({ ...values, 'article.mode': 'premoderate' })).toMatchObject({ verdict, rules })
  })

  it('holds where the mode could not be had, and says so; a receipt of before there were modes is as open', () => {
    expect(said({ 'article.mode': undefined })).toEqual({
      verdict: 'hold',
      rules: ['article-mode'],
      missing: ['article'],
    })
    expect(said({}).verdict).toBe('publish')
  })
})

const scores = { toxic: 0.25, severe_toxic: 0, obscene: 0.1, threat: 1, insult: 0.5, identity_hate: 0.75 }

describe('the scores that rules are told on an article that is watched', () => {
  it('have three times the odds, and leave what is certain as it is', () => {
    expect(watchedScores(scores)).toEqual({
      toxic: expect.closeTo(0.5),
      severe_toxic: 0,
      obscene: expect.closeTo(0.25),
      threat: 1,
      insult: expect.closeTo(0.75),
      identity_hate: expect.closeTo(0.9),
    })
  })

  it('are taken back for what the text alone is worth', () => {
    const raised = watchedScores(scores)
    const signals = {
      'article.mode': 'watch',
      'scores.toxic': raised.toxic,
      'whole.insult': raised.insult,
      'links.count': 2,
      'scores.threat': null,
    }
    expect(signalsIfOpen(signals)).toEqual({
      'article.mode': 'open',
      'scores.toxic': expect.closeTo(scores.toxic),
      'whole.insult': expect.closeTo(scores.insult),
      'links.count': 2,
      'scores.threat': null,
    })
    for (const mode of articleModes.filter((one) => one !== 'watch'))
      expect(signalsIfOpen({ 'article.mode': mode, 'scores.toxic': 0.4 })['scores.toxic']).toBe(0.4)
  })
})

describe('a receipt', () => {
  const receiptOf = (signals: Record<string, unknown>) => ({
    uid: '1',
    section: null,
    at: new Date(0),
    rules: set.hash,
    body: 'x',
    signals: { ...quiet, ...signals },
    circumstances: { now: new Date(0).toISOString(), overLimit: [], lists: {} },
  })

  it.each([
    ['premoderate', { 'article.mode': 'premoderate' }, 'hold'],
    ['watch', { 'article.mode': 'watch', 'scores.toxic': 0.6 }, 'reject'],
  ])('taken in the mode %s is replayed to what was decided', (_, signals, verdict) => {
    const then = said(signals)
    expect(then.verdict).toBe(verdict)
    const now = replay(set, receiptOf(signals))
    expect(differences({ verdict: now.verdict, reasons: now.reasons }, now)).toEqual([])
    expect({ verdict: now.verdict, rules: now.reasons.map(({ rule }) => rule) }).toEqual({
      verdict: then.verdict,
      rules: then.rules,
    })
  })

  it.each([
    ['premoderate', { 'article.mode': 'premoderate' }],
    ['watch', { 'article.mode': 'watch', 'scores.toxic': watchedScores({ ...scores, toxic: 0.3 }).toxic }],
  ])('taken in the mode %s is a test of the text and not of the mode', (_, signals) => {
    expect(runOnReceipt({ ruleSet: set, lists: new Map() }, receiptOf(signals), new Date(0)).verdict).toBe(
      'publish',
    )
  })
})
