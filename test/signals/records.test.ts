import { describe, expect, it } from 'vitest'
import type { Circumstances } from '../../src/domain/signal.js'
import { readSignals, signals } from '../../src/signals/all.js'
import { circumstancesWith } from './circumstances.js'

const read = (name: string, changes: Partial<Circumstances>) =>
  readSignals(circumstancesWith(changes)).readings[name]?.value

const record = { published: 7, held: 1, rejected: 2 }
const joined = (at: string) => ({ id: 'a', role: 'reader' as const, joinedAt: new Date(at) })
const flowing = (lately: number, minutes: number, before: number, beforeMinutes: number) => ({
  firstSeenAt: new Date('2026-11-24T06:59:58Z'),
  lately: { comments: lately, minutes },
  before: { comments: before, minutes: beforeMinutes },
})
const scores = { toxic: 0.9, severe_toxic: 0.1, obscene: 0.2, threat: 0.3, insult: 0.8, identity_hate: 0.4 }

describe('signals from the records and the model', () => {
  it.each<[string, Partial<Circumstances>, unknown]>([
    ['repeats.sameText', { sameTextCount: 3 }, 3],
    ['repeats.sameText', { sameTextCount: undefined }, undefined],
    ['pace.lastMinute', { pace: { lastMinute: 4, lastHour: 9 } }, 4],
    ['pace.lastHour', { pace: { lastMinute: 4, lastHour: 9 } }, 9],
    ['pace.lastHour', { pace: undefined }, undefined],
    ['author.published', { record }, 7],
    ['author.held', { record }, 1],
    ['author.rejected', { record }, 2],
    ['author.rejected', { record: undefined }, undefined],
    ['author.firstComment', { record }, false],
    ['author.firstComment', { record: { published: 0, held: 0, rejected: 0 } }, true],
    ['author.firstComment', { record: undefined }, undefined],
    ['author.rejectedShare', { record: { published: 0, held: 5, rejected: 0 } }, 0.1],
    ['author.rejectedShare', { record: { published: 0, held: 0, rejected: 1 } }, 2 / 11],
    ['author.rejectedShare', { record: { published: 0, held: 0, rejected: 5 } }, 0.4],
    ['author.rejectedShare', { record: { published: 50, held: 0, rejected: 0 } }, 1 / 60],
    ['author.rejectedShare', { record: undefined }, undefined],
    ['author.joinedKnown', { author: { id: 'a', role: 'reader', joinedAt: null } }, false],
    ['author.joinedKnown', { author: joined('2026-11-24T00:00:00Z') }, true],
    ['author.accountAgeDays', { author: joined('2026-11-17T08:59:58Z') }, 7],
    ['author.accountAgeDays', { author: joined('2026-11-24T10:00:00Z') }, 0],
    ['author.accountAgeDays', { author: { id: 'a', role: 'reader', joinedAt: null } }, undefined],
    ['repeats.nearlySame', { nearlySame: { comments: 7, authors: 2 } }, 7],
    ['repeats.nearlySameAuthors', { nearlySame: { comments: 7, authors: 2 } }, 2],
    ['repeats.nearlySame', { nearlySame: undefined }, undefined],
    ['repeats.nearlySameAuthors', { nearlySame: undefined }, undefined],
    ['article.ageHours', {}, 2],
    ['article.ageHours', { articleRecord: undefined }, undefined],
    ['flood.perMinute', { articleRecord: flowing(30, 5, 60, 60) }, 6],
    ['flood.usualPerMinute', { articleRecord: flowing(30, 5, 60, 60) }, 1],
    ['flood.ratio', { articleRecord: flowing(30, 5, 60, 60) }, 6],
    ['flood.ratio', { articleRecord: flowing(3_000, 5, 36_000, 60) }, 1],
    ['flood.ratio', { articleRecord: flowing(1, 5, 0, 60) }, 1],
    ['flood.ratio', { articleRecord: flowing(10, 5, 0, 60) }, 10],
    ['flood.perMinute', { articleRecord: flowing(999, 0.5, 1_000, 0.5) }, 999],
    ['flood.perMinute', { articleRecord: flowing(0, 0, 0, 0) }, 0],
    ['flood.usualPerMinute', { articleRecord: flowing(1, 0.1, 0, 0) }, 0],
    ['flood.ratio', { articleRecord: undefined }, undefined],
    ['flood.perMinute', { articleRecord: undefined }, undefined],
    ['flood.usualPerMinute', { articleRecord: undefined }, undefined],
    ['thread.depth', { replyDepth: 3 }, 3],
    ['thread.depth', { replyDepth: undefined }, undefined],
    ['edits.count', { edits: { count: 2, afterPublication: true } }, 2],
    ['edits.afterPublication', { edits: { count: 2, afterPublication: true } }, true],
    ['edits.afterPublication', { edits: undefined }, undefined],
    ['edits.count', { edits: undefined }, undefined],
    ['author.role', { author: { id: 'a', role: 'staff', joinedAt: null }, record: undefined }, 'staff'],
    ['article.section', { section: 'sport' }, 'sport'],
    ['article.section', { section: null }, ''],
    ['scores.insult', { scores }, 0.8],
    ['scores.identity_hate', { scores }, 0.4],
    ['scores.toxic', { scores: undefined }, undefined],
  ])('%s with %o reads %o', (name, changes, value) => {
    const found = read(name, changes)
    if (typeof value === 'number') expect(found).toBeCloseTo(value, 10)
    else expect(found).toBe(value)
  })
})

describe('all signals', () => {
  it('have names of a group and a word, each once', () => {
    const names = signals.map((signal) => signal.name)
    expect(names.filter((name) => !/^[a-z]+\.[a-z_A-Z]+$/.test(name))).toEqual([])
    expect(new Set(names).size).toBe(names.length)
  })

  it('give values of the type that they declare', () => {
    const author = joined('2026-11-17T08:59:58Z')
    const { readings, failures } = readSignals(circumstancesWith({ author }))
    expect(failures).toEqual([])
    for (const { name, type } of signals) {
      const value = readings[name]?.value
      expect(Array.isArray(value) ? 'list' : typeof value, name).toBe(type === 'bool' ? 'boolean' : type)
    }
  })

  it('are unknown when they throw, and the failure is handed on', () => {
    const cause = new Error('no database')
    const broken = {
      ...signals[0]!,
      name: 'broken.one',
      read: () => {
        throw cause
      },
    }
    const { readings, failures } = readSignals(circumstancesWith(), [broken, signals[1]!])
    expect(failures).toEqual([{ signal: 'broken.one', cause }])
    expect('broken.one' in readings && readings['broken.one'] === undefined).toBe(true)
    expect(readings['length.words']?.value).toBe(6)
  })

  it('are left out, and not missing, when the site did not give what they look at', () => {
    const { readings } = readSignals(circumstancesWith({ declaredLanguage: null }))
    expect(['language.differs', 'author.accountAgeDays'].filter((name) => name in readings)).toEqual([])
  })
})
