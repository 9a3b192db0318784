import { describe, expect, it } from 'vitest'
import type { Circumstances } from '../../src/domain/signal.js'
import { readSignals, signals } from '../../src/signals/all.js'
import { circumstancesWith } from './circumstances.js'

const read = (name: string, changes: Partial<Circumstances>) =>
  readSignals(circumstancesWith(changes)).readings[name]?.value

const record = { published: 7, held: 1, rejected: 2 }
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
    ['author.role', { author: { id: 'a', role: 'staff', joinedAt: null }, record: undefined }, 'staff'],
    ['article.section', { section: 'sport' }, 'sport'],
    ['article.section', { section: null }, ''],
    ['scores.insult', { scores }, 0.8],
    ['scores.identity_hate', { scores }, 0.4],
    ['scores.toxic', { scores: undefined }, undefined],
  ])('%s with %o reads %o', (name, changes, value) => {
    expect(read(name, changes)).toBe(value)
  })
})

describe('all signals', () => {
  it('have names of a group and a word, each once', () => {
    const names = signals.map((signal) => signal.name)
    expect(names.filter((name) => !/^[a-z]+\.[a-z_A-Z]+$/.test(name))).toEqual([])
    expect(new Set(names).size).toBe(names.length)
  })

  it('give values of the type that they declare', () => {
    const { readings, failures } = readSignals(circumstancesWith())
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
    expect('language.differs' in readings).toBe(false)
  })
})
