import { describe, expect, it } from 'vitest'
import { aRule, check, fileOf, messagesOf, problemsOf, ruleWhen } from './fixtures.js'

describe('a rule file', () => {
  it('that holds becomes rules with their defaults, in order', () => {
    const { version, rules } = check(fileOf(aRule))
    expect(version).toBe(1)
    expect(rules.map(({ name, unknown, mode, names }) => ({ name, unknown, mode, names }))).toEqual([
      { name: 'one', unknown: 'hold', mode: 'live', names: ['links.count'] },
    ])
  })

  it.each([
    ['rules: []', 'is missing'],
    ['version: 2\nrules: []', '`version` must be 1'],
    ['version: 1\nrules: []', '`rules` must have at least one rule'],
    ['version: 1\nrules: hello', '`rules` must be a list of rules'],
    ['version: 1\nruls: []', 'no key `ruls` here: did you mean `rules`?'],
    ['just text', 'must be a rule file'],
    ['', 'must be a rule file'],
    ['version: 1\nrules:\n  - threat', 'must be a rule'],
    [fileOf(aRule.replace('when', 'wen')), 'no key `wen` here: did you mean `when`?'],
    [fileOf(aRule.replace('\nbecause: Links', '')), '`because` is missing'],
    [fileOf(aRule.replace('hold', 'holt')), '`then` must be one of publish, hold, reject'],
    [fileOf(aRule.replace('Links', '12')), '`because` must be text'],
    [fileOf(aRule.replace('one', 'Many Links')), '`name` must be small letters'],
    [fileOf(`${aRule}\nunknown: publish`), '`unknown` must be one of hold, skip'],
    [fileOf(`${aRule}\nmode: on`), '`mode` must be one of live, shadow, off'],
    [`${fileOf(aRule)}  - {name: one, when: "true", then: hold, because: x}`, 'another rule is called `one`'],
    [`lists: {my-list: a.txt}\n${fileOf(aRule)}`, '`my-list` must be a name'],
    [`lists: {a: ../../etc/passwd}\n${fileOf(aRule)}`, '`a` must be a path beside this file'],
    [`lists: {a: /etc/passwd}\n${fileOf(aRule)}`, '`a` must be a path beside this file'],
    [`lists: {a: rules.yaml}\n${fileOf(aRule)}`, '`a` must be a file of words, not a rule file'],
    [`lists: {a: nowhere.txt}\n${fileOf(aRule)}`, 'the list nowhere.txt could not be read'],
    [`lists: {links: banned.txt}\n${fileOf(aRule)}`, '`links` already means something'],
    [`lists: {in: banned.txt}\n${fileOf(aRule)}`, '`in` already means something'],
    ['version: 1\nversion: 1', 'is not YAML: Map keys must be unique'],
    ['rules: [', 'is not YAML'],
  ])('of %j is refused: %s', (text, sentence) => {
    expect(messagesOf(text).join('\n')).toContain(sentence)
  })

  it('that says one thing twice is refused; in other sections, or on trial, it is only noted', () => {
    const twice = (further: string) =>
      `${fileOf(aRule)}  - ${fileOf(`${aRule.replace('one', 'two').replace('>=', ' >= ')}${further}`).split('- ')[1]}`
    expect(messagesOf(twice(''))).toEqual(['rule two: says the same as rule one: remove one of them'])
    for (const further of ['\nmode: shadow', '\nsections: [sport]'])
      expect(check(twice(further)).warnings).toMatchObject([
        { line: 8, message: 'rule two: has the same condition as rule one' },
      ])
  })

  it('is refused whole, every problem with its file, line and column', () => {
    const text = [
      'version: 1',
      'rules:',
      '  - name: one',
      '    when: link.count >= 3 && true',
      '    then: hold',
      '    because: x',
      '  - name: two',
      '    when: "author.published < 5 && scores.toxik > 0.5"',
      '    then: hold',
      '    because: x',
    ].join('\n')
    expect(() => check(text)).toThrow(
      [
        'rules.yaml is refused:',
        '  rules.yaml:4:11 rule one: no signal `link.count`: did you mean `links.count`?',
        '  rules.yaml:8:36 rule two: no signal `scores.toxik`: did you mean `scores.toxic`?',
      ].join('\n'),
    )
  })

  it('points at the beginning of a condition that is folded over lines', () => {
    const [problem] = problemsOf(
      'version: 1\nrules:\n  - name: a\n    when: >\n      links.count > 1 &&\n      nothing\n    then: hold\n    because: x\n',
    )
    expect(problem).toMatchObject({ line: 4, message: 'rule a: no signal or list `nothing`' })
  })

  it('names the line of a list’s entry that can never be found', () => {
    const text = ruleWhen('text.has(banned)')
    expect(
      problemsOf(text, { 'banned.txt': 'foo\n***\none two three four five six seven eight nine' }),
    ).toEqual([
      { file: 'banned.txt', line: 2, column: 1, message: 'the entry "***" has no letter or digit' },
      {
        file: 'banned.txt',
        line: 3,
        column: 1,
        message: 'the entry "one two three four five six seven eight nine" has 9 words: 8 are the most',
      },
    ])
  })
})

describe('the hash of a rule set', () => {
  const text = ruleWhen('text.has(banned)')
  const hash = (source: string, list = 'foo\nbar') => check(source, { 'banned.txt': list }).hash

  it('is sixteen hexadecimal digits', () => {
    expect(hash(text)).toMatch(/^[0-9a-f]{16}$/)
  })

  it('stays when only comments, layout or the order of a list change', () => {
    expect(hash(`# new\n${text}\n    mode: live\n`, '# new\nbar\n\nfoo')).toBe(hash(text))
  })

  it('changes with a list, a condition or a mode', () => {
    const others = [hash(text, 'foo'), hash(text.replace('hold', 'reject')), hash(`${text}\n    mode: off`)]
    expect(new Set([hash(text), ...others]).size).toBe(4)
  })
})
