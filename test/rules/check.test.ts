import { describe, expect, it } from 'vitest'
import { bannedList, check, problemsOf, ruleWhen } from './fixtures.js'

const file = (rule: string) => `version: 1\nrules:\n  - ${rule.split('\n').join('\n    ')}\n`
const good = 'name: one\nwhen: links.count >= 3\nthen: hold\nbecause: Links'
const messages = (text: string) => problemsOf(text, bannedList).map((problem) => problem.message)
const faultsOf = (when: string) => messages(ruleWhen(when))

describe('a rule file', () => {
  it('that holds becomes rules with their defaults, in order', () => {
    const { version, rules } = check(file(good))
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
    [file(good.replace('when', 'wen')), 'no key `wen` here: did you mean `when`?'],
    [file(good.replace('\nbecause: Links', '')), '`because` is missing'],
    [file(good.replace('hold', 'holt')), '`then` must be one of publish, hold, reject'],
    [file(good.replace('Links', '12')), '`because` must be text'],
    [file(good.replace('one', 'Many Links')), '`name` must be small letters'],
    [file(`${good}\nunknown: publish`), '`unknown` must be one of hold, skip'],
    [file(`${good}\nmode: on`), '`mode` must be one of live, shadow, off'],
    [`${file(good)}  - {name: one, when: "true", then: hold, because: x}`, 'another rule is called `one`'],
    [`lists: {my-list: a.txt}\n${file(good)}`, '`my-list` must be a name'],
    [`lists: {a: ../../etc/passwd}\n${file(good)}`, '`a` must be a path beside this file'],
    [`lists: {a: /etc/passwd}\n${file(good)}`, '`a` must be a path beside this file'],
    [`lists: {a: rules.yaml}\n${file(good)}`, '`a` must be a file of words, not a rule file'],
    [`lists: {a: nowhere.txt}\n${file(good)}`, 'the list nowhere.txt could not be read'],
    [`lists: {links: banned.txt}\n${file(good)}`, '`links` already means something'],
    [`lists: {in: banned.txt}\n${file(good)}`, '`in` already means something'],
    ['version: 1\nversion: 1', 'is not YAML: Map keys must be unique'],
    ['rules: [', 'is not YAML'],
  ])('of %j is refused: %s', (text, sentence) => {
    expect(messages(text).join('\n')).toContain(sentence)
  })

  it('that says one thing twice is refused; in other sections, or on trial, it is only noted', () => {
    const twice = (further: string) =>
      `${file(good)}  - ${file(`${good.replace('one', 'two').replace('>=', ' >= ')}${further}`).split('- ')[1]}`
    expect(messages(twice(''))).toEqual(['rule two: says the same as rule one: remove one of them'])
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

describe('a condition', () => {
  it.each([
    'links.count >= 3',
    'links.count >= 3.0',
    '3 <= links.count',
    'links.count == 3',
    '3 != links.count',
    'links.count * 2 + 1 > 3',
    'links.count in [1.0, 2.0]',
    'author.role in ["staff", "trusted"]',
    '"evil.com" in links.domains',
    'links.domains.exists(d, d == "evil.com" || d.endsWith(".example"))',
    'links.domains.filter(d, d.contains("x")).size() > 1',
    'links.domains.has(banned)',
    'text.has(banned)',
    'text.has(["free money"])',
    'text.contains("x") || text.startsWith("y") || text.endsWith("z")',
    'text.has(banned, "strong") && text.count(banned) >= 2',
    'text.count(["buy now"], "mild") > 1',
    'text.matches("(?:buy\\\\s+)+now")',
    'links.domains.only(banned) && !links.domains.has(["a.com"])',
    '!author.firstComment',
    'author.firstComment ? links.count > 0 : links.count > 5',
    'scores.toxic > 0.123456789',
    'scores.toxic >= 1 || scores.toxic == 0',
    'links.count >= 3 && links.count <= 3 && links.count == 3',
    'links.count > 5 || links.count < 2',
    'text.count(banned) > 2 && text.count(["a"]) < 2',
    'true',
  ])('%s is taken', (when) => {
    expect(faultsOf(when)).toEqual([])
  })

  it.each([
    ['links.count', 'must be true or false, and is a number'],
    ['links.count > "3"', '`>` cannot be between a number and a text: write numbers without quotes'],
    ['author.role == 3', '`==` cannot be between a text and a number: write texts in quotes'],
    ['author.firstComment == "yes"', '`==` cannot be between true or false and a text'],
    ['links.domains == "a.com"', '`==` cannot be between a list and a text'],
    ['"a.com" in author.role', '`in` needs a list on its right, not a text'],
    ['links.count in ["a"]', 'a number is never in a list of others'],
    ['!links.count', 'cannot stand before a number'],
    ['links.count && true', 'needs true or false on both sides, and has a number'],
    ['links.count ? true : false', 'needs true or false before the `?`, and has a number'],
    ['links.count = 3', 'Unexpected character: =: write `==` to compare'],
    ['links.count > 1 and author.firstComment', 'write `&&` for "and"'],
    ['links.count > 1 or author.firstComment', 'write `||` for "or"'],
    ['not author.firstComment', 'write `!` for "not"'],
    ['author.role == “staff”', 'write plain quotes'],
    ['scores.toxic >= 60', 'can never be true: `scores.toxic` is from 0 to 1'],
    ['links.count > 1 || 1.5 < scores.toxic', 'can never be true: `scores.toxic` is from 0 to 1'],
    ['scores.toxic > 1', 'can never be true: `scores.toxic` is from 0 to 1'],
    ['links.count < 0', 'can never be true: `links.count` is never below 0'],
    ['links.count == -1', 'can never be true: `links.count` is never below 0'],
    ['text.count(banned) < 0', 'can never be true: `text.count` is never below 0'],
    [
      'links.count > 3 && author.firstComment && links.count < 3',
      'can never be true: no `links.count` is both > 3 and < 3',
    ],
    ['links.count == 1 && 2 == links.count', 'no `links.count` is both == 2 and == 1'],
    ['author.role == "Staff"', '`author.role` is never "Staff": did you mean "staff"?'],
    ['author.role != "boss"', '`author.role` is never "boss": there is reader, trusted, staff'],
    ['author.role in ["staff", "bot"]', '`author.role` is never "bot"'],
    ['links.count > 1 && false', 'can never be true: `mode: off` turns a rule off'],
    ['links.count in [1, 2]', 'write whole numbers as `3.0` here'],
    ['links.count >=', 'Unexpected token'],
    ['link.count > 1', 'no signal `link.count`: did you mean `links.count`?'],
    ['links.cuont > 1', 'no signal `links.cuont`: did you mean `links.count`?'],
    ['weather.sunny', 'no signal `weather.sunny`'],
    ['links == links', '`links` is a group of signals: name one of them, `links.count`'],
    ['author["role"] == "staff"', '`[…]` is not taken'],
    ['text.has(bannd)', 'no list `bannd`: did you mean `banned`?'],
    ['text.has("foo")', '`has` needs a list: `text.has(banned)`'],
    ['text.has(banned, "mid")', 'must be "mild" or "strong"'],
    ['text.has(["***"])', '"***" has no letter or digit'],
    ['text.has([])', 'must have 1 to 200 texts'],
    ['text.has([author.role])', 'must be a text in quotes'],
    ['text.count(banned)', 'must be true or false, and is a number'],
    ['text.contains("<b>")', 'can never be found: the text has no markup'],
    ['size(text) > 3', '`text` can only be asked'],
    ['text == "a"', '`text` can only be asked'],
    ['author.role.has(["staff"])', '`has` can be asked of `text` and of lists: write `author.role in […]`'],
    ['author.role.matches("staff")', '`matches` can only be asked of the text'],
    ['text.matches("a(b")', 'the expression is not taken: error parsing regexp: missing closing )'],
    ['text.matches("(?=a)b")', 'the expression is not taken'],
    ['text.matches("x*")', 'is found in an empty text'],
    ['text.matches("(?:a{1,100}){1,10}")', 'is too large once compiled'],
    ['"foo" in banned', 'the list `banned` can only stand in `has(banned)`'],
    ['text.hass(banned)', 'no function `hass` of the text: did you mean `has`?'],
    ['sizes(text) > 3', 'no function `sizes`: did you mean `size`?'],
    ['text.matches("^(a+)+$")', 'repeats what repeats already'],
    ['has(links.count)', 'no function `has`'],
    ['links.domains.map(d, d + d).size() > 3', 'no function `map`'],
    ['cel.bind(x, text, x == x)', 'no function `bind`'],
    ['links.domains.exists(text, text == "a")', '`text` already means something'],
    ['links.domains.exists(links, links == "a")', '`links` already means something'],
    ['links.domains.exists(d, text.contains(d))', '`contains` needs one text in quotes'],
    ['links.domains.exists(d, d in links.domains)', '`links.domains` cannot stand inside'],
    ['[1].exists(x, [2].exists(y, x == y))', 'cannot stand inside one another'],
    ['links.domains.exists(d, d.length > 1)', '`d` is text and has no `.length`'],
    ['links.domains.exists("d", true)', 'invalid predicate iteration variable'],
    ['author.firstComment ? true : 2', 'Ternary branches must have the same type'],
    ['scores.toxic > 0.12345678912', 'more than nine decimals'],
    ['{"a": true}.a', 'is not taken'],
    ['author.constructor == "a"', 'no signal `author.constructor`'],
    ['__proto__', 'Reserved identifier: __proto__'],
  ])('%s is refused: %s', (when, sentence) => {
    expect(faultsOf(when).join('\n')).toContain(sentence)
  })
})

describe('a hostile rule file is refused by a sentence:', () => {
  const bomb = `a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nversion: 1\nrules: *c`
  it.each([
    ['a condition of 1 MB', ruleWhen('true || '.repeat(125_000)), 'is larger than 256 kB'],
    [
      'a condition over 2,000 characters',
      ruleWhen(`${'true || '.repeat(260)}true`),
      'at most 2,000 characters',
    ],
    ['deep brackets', `rules: ${'['.repeat(50_000)}`, 'is nested too deeply'],
    ['deep parentheses', ruleWhen(`${'('.repeat(900)}true${')'.repeat(900)}`), 'nested too deeply'],
    ['deep negation', ruleWhen(`${'!'.repeat(1_900)}true`), 'too large or nested too deeply'],
    ['aliases that multiply', bomb, 'aliases (`*name`) are not taken'],
    ['__proto__ as a key', `__proto__: { polluted: true }\n${file(good)}`, '`__proto__` cannot be a key'],
    ['__proto__ as a list', `lists: { __proto__: a.txt }\n${file(good)}`, '`__proto__` cannot be a key'],
    [
      'constructor as a list',
      `lists: { constructor: a.txt }\n${file(good)}`,
      '`constructor` cannot be a key',
    ],
    ['a key that is a list', `? [version]\n: 1\n${file(good)}`, 'a key must be plain text'],
    ['a tag', `version: !!js/function "x"\nrules: []`, 'tag'],
  ])('%s', (_, text, sentence) => {
    expect(messages(text).join('\n')).toContain(sentence)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
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
