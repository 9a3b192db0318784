import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { testTable } from '../../src/commands/rule-test-table.js'
import { messageOf } from '../../src/domain/errors.js'
import { normalise } from '../../src/domain/normalise.js'
import { checkRuleSet } from '../../src/rules/check-rule-set.js'
import { failedTests } from '../../src/rules/failed-tests.js'
import { freeFunctions, listFunctions, stringFunctions, textFunctions } from '../../src/rules/functions.js'
import { runTests, textsToScore } from '../../src/rules/run-tests.js'
import { declarations, readSignals, signals } from '../../src/signals/all.js'

const blocksOf = (page: string, language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, block]) => block ?? '')

/** The lists that ship and those that the page shows, by path. */
async function listsOf(page: string, wanted: string): Promise<Map<string, string>> {
  const shown = blocksOf(page, 'text').map(
    (block) => [/# (lists\/[\w-]+\.txt)/.exec(block)?.[1] ?? '', block] as const,
  )
  const paths = [...wanted.matchAll(/: (lists\/[\w-]+\.txt)/g)].map(([, path]) => path ?? '')
  const shipped = await Promise.all(
    paths
      .filter((path) => existsSync(`rules/${path}`))
      .map(async (path) => [path, await readFile(`rules/${path}`, 'utf8')] as const),
  )
  return new Map([...shipped, ...shown])
}

function results(source: Parameters<typeof checkRuleSet>[0]) {
  const ruleSet = checkRuleSet(source, declarations)
  expect(textsToScore(ruleSet), 'tests on a page state their scores').toEqual([])
  const read = (circumstances: Parameters<typeof readSignals>[0]) => readSignals(circumstances).readings
  return { ruleSet, results: runTests(ruleSet, { read, scores: new Map(), now: new Date() }) }
}

describe('the cookbook', async () => {
  const page = await readFile('docs/rules-cookbook.md', 'utf8')
  const [head = '', ...rules] = blocksOf(page, 'yaml')
  const text = `${head}rules:\n${rules.join('\n').replace(/^(?=.)/gm, '  ')}`
  const source = { file: 'docs/rules-cookbook.md', text, lists: await listsOf(page, text) }

  it('has fifteen rules, each under a heading of its own, which check as one set', () => {
    expect(page.match(/^## \d+\. /gm)).toHaveLength(15)
    const { ruleSet } = results(source)
    expect(ruleSet.rules).toHaveLength(15)
    expect(ruleSet.warnings).toEqual([])
  })

  it('has tests for each rule, of what it finds and of what it leaves alone, and all pass', () => {
    const { ruleSet, results: all } = results(source)
    expect(failedTests(source, all)).toEqual([])
    for (const { name, tests } of ruleSet.rules)
      expect(new Set(tests.map((test) => test.expect)).size, name).toBeGreaterThan(1)
  })
})

describe('docs/rules.md', async () => {
  const page = await readFile('docs/rules.md', 'utf8')
  const [text = ''] = blocksOf(page, 'yaml')
  const [list = ''] = blocksOf(page, 'text')
  const source = { file: 'rules/ours.yaml', text, lists: new Map([['lists/banned.txt', list]]) }

  it('leads to a file that checks, and shows the table that its tests give', () => {
    const { ruleSet, results: all } = results(source)
    expect(page).toContain(`${ruleSet.rules.length} rules, all in order, ${all.length} tests as expected`)
    expect(page).toContain(testTable(all).join('\n'))
    expect(all.every(({ passed }) => passed)).toBe(true)
  })

  it('finds the disguises that it names', () => {
    const [, named = ''] = /\| `twaddle` \| ([^|]+)/.exec(page) ?? []
    const disguises = [...named.matchAll(/`([^`]+)`/g)].map(([, one]) => one ?? '')
    expect(disguises.length).toBeGreaterThan(3)
    const { find } = checkRuleSet(source, declarations)
    expect(disguises.filter((one) => find(normalise(one)).banned?.length !== 1)).toEqual([])
  })

  it('shows the very message that its mistake gives', async () => {
    const mistaken = { ...source, text: text.replace('links.count', 'link.count') }
    const refusal = await Promise.resolve(mistaken).then(results).catch(messageOf)
    expect(page).toContain(refusal)
  })
})

describe('what the generated pages give as examples checks:', () => {
  const functions = [...textFunctions, ...listFunctions, ...stringFunctions, ...freeFunctions]
  it.each([...functions, ...signals].map(({ name, example }) => [name, example]))('%s: %s', (_, example) => {
    const names = ['banned', 'blocked', 'allowed']
    const lists = names.map((name) => `  ${name}: ${name}.txt`).join('\n')
    const text = `version: 1\nlists:\n${lists}\nrules:\n  - name: a\n    when: ${JSON.stringify(example)}\n    then: hold\n    because: x\n`
    const texts = new Map(names.map((name) => [`${name}.txt`, 'example.com | strong']))
    expect(checkRuleSet({ file: 'r.yaml', text, lists: texts }, declarations).rules).toHaveLength(1)
  })
})
