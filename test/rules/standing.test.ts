import { describe, expect, it } from 'vitest'
import { evaluate, type RuleCircumstances } from '../../src/rules/evaluate.js'
import { isInShare } from '../../src/rules/standing.js'
import { bannedList, check, readingsWith, ruleCircumstances, ruleWhen } from './fixtures.js'

const readings = readingsWith({ 'links.count': 3 })
const judged = (rule: string, others: Partial<RuleCircumstances> = {}) =>
  evaluate(
    check(ruleWhen('links.count >= 1', rule), bannedList),
    readings,
    ruleCircumstances('a text', others),
  )
const at = (time: string) => ({ now: new Date(time) })

describe('a rule that matches', () => {
  it.each<[string, string, Partial<RuleCircumstances>, 'live' | 'shadow' | 'off']>([
    ['holds', 'mode: live', {}, 'live'],
    ['is seen and does not hold in the shadow', 'mode: shadow', {}, 'shadow'],
    ['is not asked when it is off', 'mode: off', {}, 'off'],
    ['holds on its last day', 'expires: 2026-11-24', at('2026-11-24T23:59:59Z'), 'live'],
    ['is not asked the day after', 'expires: 2026-11-24', at('2026-11-25T00:00:00Z'), 'off'],
    ['holds in its sections, however they are written', 'sections: [World]', { section: 'world' }, 'live'],
    ['is not asked in another section', 'sections: [world]', { section: 'sport' }, 'off'],
    ['is not asked where the section is not known', 'sections: [world]', { section: null }, 'off'],
    ['is in the shadow where its limit is used up', 'limit: 5', { overLimit: new Set(['one']) }, 'shadow'],
    ['holds below its limit', 'limit: 5', { overLimit: new Set(['another']) }, 'live'],
    ['is in the shadow outside its share', 'share: 0.000001', {}, 'shadow'],
    ['holds within its share', 'share: 1', {}, 'live'],
  ])('%s (%s)', (_sentence, rule, others, standing) => {
    const { verdict, reasons } = judged(rule, others)
    expect(verdict).toBe(standing === 'live' ? 'hold' : 'publish')
    expect(reasons.map(({ shadow }) => (shadow ? 'shadow' : 'live'))).toEqual(
      standing === 'off' ? [] : [standing],
    )
  })
})

describe('a share', () => {
  const ids = Array.from({ length: 4_000 }, (_, at) => String(at))
  const part = (name: string, share: number) => ids.filter((id) => isInShare({ name, share }, id))

  it('is about so large, grows without letting go of a comment, and is each rule’s own', () => {
    const [tenth, quarter] = [part('one', 0.1), part('one', 0.25)]
    expect(tenth.length / ids.length).toBeCloseTo(0.1, 1)
    expect(quarter.length / ids.length).toBeCloseTo(0.25, 1)
    expect(quarter).toEqual(expect.arrayContaining(tenth))
    expect(part('another', 0.1)).not.toEqual(tenth)
  })
})

it('the statement to the author comes with the reason', () => {
  expect(judged('reader: Please leave links out').reasons).toMatchObject([
    { message: 'So it is', reader: 'Please leave links out' },
  ])
})

it('the highest priority of the rules that count is the comment’s', () => {
  const rules = check(`
version: 1
rules:
  - { name: low, when: "links.count >= 1", then: hold, because: x, priority: 10 }
  - { name: high, when: "links.count >= 2", then: hold, because: x, priority: 60 }
  - { name: unseen, when: "links.count >= 3", then: hold, because: x, priority: 90, mode: shadow }
  - { name: other, when: "links.count >= 9", then: hold, because: x, priority: 80 }
`)
  expect(evaluate(rules, readings, ruleCircumstances('a text')).priority).toBe(60)
})
