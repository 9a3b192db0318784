import { describe, expect, it } from 'vitest'
import { aRule, fileOf, messagesOf, ruleWhen } from './fixtures.js'

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
    ['__proto__ as a key', `__proto__: { polluted: true }\n${fileOf(aRule)}`, '`__proto__` cannot be a key'],
    ['__proto__ as a list', `lists: { __proto__: a.txt }\n${fileOf(aRule)}`, '`__proto__` cannot be a key'],
    [
      'constructor as a list',
      `lists: { constructor: a.txt }\n${fileOf(aRule)}`,
      '`constructor` cannot be a key',
    ],
    ['a key that is a list', `? [version]\n: 1\n${fileOf(aRule)}`, 'a key must be plain text'],
    ['a tag', `version: !!js/function "x"\nrules: []`, 'tag'],
  ])('%s', (_, text, sentence) => {
    expect(messagesOf(text).join('\n')).toContain(sentence)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})
