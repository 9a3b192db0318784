import { describe, expect, it } from 'vitest'
import { failedTests } from '../../src/rules/failed-tests.js'
import { runTests, textsToScore } from '../../src/rules/run-tests.js'
import { readSignals } from '../../src/signals/all.js'
import { check as checked, problems } from './real-signals.js'

const rule = (when: string, then: string, tests: string, further = '') =>
  `version: 1\nrules:\n  - name: one\n    when: ${JSON.stringify(when)}\n    then: ${then}\n    because: x\n${further}    tests:\n${tests.replace(/^/gm, '      ')}\n`

const run = (text: string, scores = new Map()) =>
  runTests(checked(text), {
    read: (circumstances) => readSignals(circumstances).readings,
    scores,
    now: new Date('2026-11-25T09:00:00Z'),
  })

const gets = (text: string) => run(text).map(({ verdict }) => verdict)

describe('a test', () => {
  it.each<[string, string, string, string, string?]>([
    ['of a text', 'text.has(["buy now"])', '- { text: Buy n0w, expect: hold }', 'hold'],
    ['that finds nothing', 'text.has(["buy now"])', '- { text: By now, expect: publish }', 'publish'],
    [
      'that states scores',
      'scores.toxic > 0.5',
      '- { text: a, expect: hold, scores: { toxic: 0.6 } }',
      'hold',
    ],
    [
      'that states other scores, the rest 0',
      'scores.toxic > 0.5',
      '- { text: a, expect: hold, scores: { insult: 0.6 } }',
      'publish',
    ],
    [
      'that says who wrote it',
      'author.role == "staff"',
      '- { text: a, expect: hold, author: { role: staff } }',
      'hold',
    ],
    [
      'that says nothing of the author: a reader with a record',
      'author.published < 20 || author.role != "reader"',
      '- { text: a, expect: hold }',
      'publish',
    ],
    [
      'of a first comment',
      'author.firstComment',
      '- { text: a, expect: hold, author: { published: 0 } }',
      'hold',
    ],
    [
      'that states a signal',
      'pace.lastMinute >= 4',
      '- { text: a, expect: hold, signals: { pace.lastMinute: 4 } }',
      'hold',
    ],
    [
      'of a signal that could not be had',
      'pace.lastMinute >= 4',
      '- { text: a, expect: hold, signals: { pace.lastMinute: null } }',
      'hold',
    ],
    [
      'of one that is skipped without it',
      'pace.lastMinute >= 4',
      '- { text: a, expect: publish, signals: { pace.lastMinute: null } }',
      'publish',
      '    unknown: skip\n',
    ],
    [
      'of a section',
      'true',
      '- { text: a, expect: hold, section: Sport }',
      'hold',
      '    sections: [sport]\n',
    ],
    [
      'of another section',
      'true',
      '- { text: a, expect: hold, section: world }',
      'publish',
      '    sections: [sport]\n',
    ],
    [
      'that names no section stands in the rule’s',
      'true',
      '- { text: a, expect: hold }',
      'hold',
      '    sections: [sport]\n',
    ],
    [
      'of a rule in the shadow, over, with a small share',
      'true',
      '- { text: a, expect: hold }',
      'hold',
      '    mode: shadow\n    expires: 2020-01-01\n    share: 0.0001\n    limit: 1\n',
    ],
    ['of a rule that is off', 'true', '- { text: a, expect: hold }', 'hold', '    mode: off\n'],
  ])('%s', (_, when, test, verdict, further = '') => {
    expect(gets(rule(when, 'hold', test, further))).toEqual([verdict])
  })

  it('of an exemption sees whether it would lift what another rule holds', () => {
    const tests =
      '- { text: a, expect: publish, author: { role: staff } }\n- { text: a, expect: hold, author: { role: reader } }'
    const text = rule('author.role == "staff"', 'publish', tests, '    exempt: true\n')
    expect(run(text).map(({ verdict, passed }) => [verdict, passed])).toEqual([
      ['publish', true],
      ['hold', true],
    ])
  })

  it('beside the rules sees all rules together, as they run today and at their full share', () => {
    const text = `version: 1
rules:
  - { name: a, when: text.contains("x"), then: hold, because: x, share: 0.0001 }
  - { name: b, when: text.contains("y"), then: reject, because: x }
  - { name: c, when: text.contains("z"), then: reject, because: x, mode: shadow }
  - { name: d, when: text.contains("w"), then: reject, because: x, expires: 2020-01-01 }
tests:
  - { text: x, expect: hold }
  - { text: x y, expect: reject }
  - { text: z w, expect: publish }
`
    expect(gets(text)).toEqual(['hold', 'reject', 'publish'])
  })

  it.each<[string, string, string[]]>([
    [
      'the rule asks for scores and the test states none',
      rule('scores.toxic > 0.5', 'hold', '- { text: a b, expect: hold }'),
      ['a b'],
    ],
    [
      'each text once',
      rule('scores.toxic > 0.5', 'hold', '- { text: a, expect: hold }\n- { text: a, expect: publish }'),
      ['a'],
    ],
    ['no rule asks', rule('links.count > 5', 'hold', '- { text: a, expect: hold }'), []],
    [
      'the test states them',
      rule('scores.toxic > 0.5', 'hold', '- { text: a, expect: hold, scores: {} }'),
      [],
    ],
    [
      'the test states the signal',
      rule('scores.toxic > 0.5', 'hold', '- { text: a, expect: hold, signals: { scores.toxic: 1 } }'),
      [],
    ],
    [
      'all together are tested and one asks',
      'version: 1\nrules: [{ name: a, when: scores.threat > 0.5, then: hold, because: x }]\ntests: [{ text: a, expect: publish }]',
      ['a'],
    ],
  ])('asks the model for a text where %s', (_, text, wanted) => {
    expect(textsToScore(checked(text))).toEqual(wanted)
  })

  it('says whose scores it rests on, and holds where there are none', () => {
    const text = rule('scores.toxic > 0.5', 'hold', '- { text: a, expect: publish }')
    const scores = { toxic: 0.1, severe_toxic: 0, obscene: 0, threat: 0, insult: 0, identity_hate: 0 }
    expect(run(text, new Map([['a', scores]]))).toMatchObject([
      { passed: true, scores: { of: scores, from: 'model' } },
    ])
    expect(run(text)).toMatchObject([{ passed: false, verdict: 'hold', scores: undefined }])
  })
})

it('a test that fails is a problem at its place, with what it got and from which rule', () => {
  const text = `${rule('text.contains("a")', 'hold', '- { text: b, expect: publish }\n- { text: a, expect: publish }')}tests:\n  - { text: b, expect: reject }\n`
  expect(failedTests({ file: 'r.yaml', text, lists: new Map() }, run(text))).toEqual([
    {
      file: 'r.yaml',
      line: 9,
      column: 9,
      message: 'rule one: test 2 expects publish and gets hold (one)',
    },
    {
      file: 'r.yaml',
      line: 11,
      column: 5,
      message: 'all rules together: test 1 expects reject and gets publish (nothing matched)',
    },
  ])
})

describe('a test is refused, at its place, for', () => {
  it.each([
    ['- { text: a }', '`expect` is missing'],
    ['- { text: a, expect: delete }', '`expect` must be one of publish, hold, reject'],
    ['- { text: "", expect: hold }', '`text` must not be empty'],
    ['- { text: a, expect: hold, score: 1 }', 'no key `score` here: did you mean `scores`?'],
    ['- { text: a, expect: hold, scores: { toxik: 1 } }', 'no key `toxik` here: did you mean `toxic`?'],
    ['- { text: a, expect: hold, scores: { toxic: 2 } }', '`toxic` must be from 0 to 1'],
    ['- { text: a, expect: hold, author: { role: boss } }', '`role` must be one of reader, trusted, staff'],
    [
      '- { text: a, expect: hold, signals: { link.count: 1 } }',
      'no signal `link.count`: did you mean `links.count`?',
    ],
    [
      '- { text: a, expect: hold, signals: { links.count: many } }',
      '`links.count` must be a number, or null for what could not be had',
    ],
    ['- a', 'must be a test: `text`, `expect`'],
  ])('%s: %s', (test, message) => {
    expect(problems(rule('true', 'hold', test))).toMatchObject([{ line: 8, message }])
  })
})
