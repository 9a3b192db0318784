import { expect, it } from 'vitest'
import { checkRuleSet } from '../../src/rules/check-rule-set.js'
import { declarations, signals } from '../../src/signals/all.js'

it.each(signals.map(({ name, example }) => [name, example]))(
  '%s has an example that a rule can use: %s',
  (name, example) => {
    const text = `version: 1\nrules:\n  - { name: one, when: ${JSON.stringify(example)}, then: hold, because: So it is }\n`
    const { rules } = checkRuleSet({ file: 'rules.yaml', text, lists: new Map() }, declarations)
    expect(rules[0]?.names).toContain(name)
  },
)
