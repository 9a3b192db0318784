import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verdicts } from '../../src/domain/verdict.js'
import { addTest } from '../../src/rules/add-test.js'
import { readRuleFile } from '../../src/rules/read-rule-file.js'

const file = `# Ours
version: 1 # of the format

rules:
  # Links.
  - name: links
    when: links.count >= 3   # three
    then: hold
    because: >
      Many
      links
    # the end of links

  # Words.
  - name: words
    when: text.has(["foo"])
    then: hold
    because: A word # new
    tests:
      # seen in March
      - text: foo
        expect: hold # of course
    mode: shadow
# the end
`
const test = { text: 'Is it: "so"?\n\n# no', expect: 'publish', scores: { toxic: 0.1 } } as const

/** What of the old text is gone, and what is new, as whole lines. */
const newLines = (before: string, after: string) => {
  const old = before.split('\n')
  const kept = after.split('\n').filter((line) => {
    if (old[0] !== line) return false
    old.shift()
    return true
  })
  expect(kept.join('\n')).toBe(before)
  const left = before.split('\n')
  return after.split('\n').filter((line) => (left[0] === line ? left.shift() === undefined : true))
}

const written = [
  '- text: |-',
  '    Is it: "so"?',
  '',
  '    # no',
  '  expect: publish',
  '  scores: { toxic: 0.1 }',
]

describe('a test is added to a rule file, whose every other character stays', () => {
  it.each([
    ['to a rule without tests', 'links', 4, true],
    ['to a rule with some', 'words', 6, false],
    ['to all rules together', undefined, 0, true],
  ])('%s', (_, rule, indent, isFirst) => {
    const after = addTest(file, 'r.yaml', rule, test)
    const lines = newLines(file, after).filter((line) => line !== '')
    const depth = isFirst ? indent + 2 : indent
    expect(lines).toEqual([
      ...(isFirst ? [`${' '.repeat(indent)}tests:`] : []),
      ...written.filter((line) => line !== '').map((line) => ' '.repeat(depth) + line),
    ])
    const read = readRuleFile(after, 'r.yaml')
    if ('problems' in read) throw new Error(JSON.stringify(read.problems))
    const tests = rule ? read.content.rules.find(({ name }) => name === rule)?.tests : read.content.tests
    expect(tests?.at(-1)).toEqual(test)
  })

  it('to a rule on one line, its comments kept', () => {
    const short =
      '# Ours\nversion: 1\nrules:\n  # One.\n  - { name: a, when: "true", then: hold, because: x } # here\n'
    const after = addTest(short, 'r.yaml', 'a', { text: 'foo', expect: 'hold' })
    for (const comment of ['# Ours', '# One.', '# here']) expect(after).toContain(comment)
    expect(readRuleFile(after, 'r.yaml')).toMatchObject({
      content: { rules: [{ name: 'a', tests: [{ text: 'foo', expect: 'hold' }] }] },
    })
  })

  it('again and again, and to a file without a last line end', () => {
    const bare = file.trimEnd()
    const twice = addTest(addTest(bare, 'r.yaml', 'links', test), 'r.yaml', 'links', test)
    expect(readRuleFile(twice, 'r.yaml')).toMatchObject({
      content: { rules: [{ tests: [test, test] }, {}] },
    })
  })

  it('to every rule of the file that ships', async () => {
    const shipped = await readFile('rules/default.yaml', 'utf8')
    const read = readRuleFile(shipped, 'r.yaml')
    if ('problems' in read) throw new Error('does not check')
    for (const { name } of read.content.rules) newLines(shipped, addTest(shipped, 'r.yaml', name, test))
  })

  it('whatever its text is', () => {
    const short = 'version: 1\nrules:\n  - name: a\n    when: "true"\n    then: hold\n    because: x\n'
    const body = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.string({ minLength: 1, unit: 'binary' }),
      fc.string({
        minLength: 1,
        unit: fc.constantFrom(...'\n\r\t #-:|>&*!%@`"\'{}[],?\\\u00a0\u2028\ufeffä😀'),
      }),
    )
    fc.assert(
      fc.property(body, fc.constantFrom(...verdicts), (text, verdict) => {
        const after = addTest(short, 'r.yaml', 'a', { text, expect: verdict })
        expect(readRuleFile(after, 'r.yaml')).toMatchObject({
          content: { rules: [{ tests: [{ text, expect: verdict }] }] },
        })
      }),
      { numRuns: 30 },
    )
  })
})

describe('a test is not added', () => {
  it('to a rule that is not there', () => {
    expect(() => addTest(file, 'r.yaml', 'wrods', test)).toThrow('There is no rule wrods in r.yaml.')
  })

  it('to a file that is none', () => {
    expect(() => addTest('version: 2', 'r.yaml', undefined, test)).toThrow('r.yaml is refused')
  })

  it('when it would be one too many', () => {
    const one = '      - { text: foo, expect: hold }\n'
    const full = file.replace('    mode: shadow\n', `${one.repeat(99)}    mode: shadow\n`)
    expect(() => addTest(full, 'r.yaml', 'words', test)).toThrow('must be at most 100 tests')
  })
})
