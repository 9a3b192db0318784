import { isDeepStrictEqual } from 'node:util'
import { Document, isMap, isScalar, isSeq, type Node, parseDocument, visit, type YAMLMap } from 'yaml'
import { UserError } from '../domain/errors.js'
import { RuleSetError } from './problem.js'
import { readRuleFile } from './read-rule-file.js'
import type { RuleFile } from './rule-schema.js'
import type { RuleTest } from './rule-test-schema.js'

const columnOf = (text: string, offset: number) => offset - (text.lastIndexOf('\n', offset - 1) + 1)

/** Where the line ends that a node ends in, a comment behind it included. */
function lineEndAfter(text: string, node: Node): number {
  const end = node.range?.[1] ?? text.length
  if (text[end - 1] === '\n') return end
  const newline = text.indexOf('\n', end)
  return newline < 0 ? text.length : newline + 1
}

const indented = (block: string, column: number) => block.replace(/^(?=.)/gm, ' '.repeat(column))

/** The last thing in a node: what comes next in the file comes after it. */
function lastOf(node: Node): Node {
  if (isMap(node)) return lastOf((node.items.at(-1)?.value ?? node.items.at(-1)?.key ?? node) as Node)
  if (isSeq(node) && node.items.length > 0) return lastOf(node.items.at(-1) as Node)
  return node
}

function spliced(text: string, after: Node, block: string): string {
  const at = lineEndAfter(text, lastOf(after))
  const before = text.slice(0, at)
  return `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${block}${text.slice(at)}`
}

/** A test as people write it: what belongs together, such as its scores, on one line. */
function asBlock(test: RuleTest): string {
  const doc = new Document([test])
  visit(doc, {
    Pair: (_, { value }) => {
      if (isMap(value)) value.flow = true
    },
  })
  return doc.toString({ lineWidth: 0, flowCollectionPadding: true })
}

/** Writes the test as lines of its own, so that all other characters of the file stay; undefined where it cannot. */
function withLines(text: string, map: YAMLMap, test: RuleTest): string | undefined {
  const tests = map.get('tests', true)
  const first = map.items[0]?.key
  if (map.flow || !isScalar(first) || !first.range) return undefined
  const block = asBlock(test)
  if (tests === undefined)
    return spliced(text, map, indented(`tests:\n${indented(block, 2)}`, columnOf(text, first.range[0])))
  if (!isSeq(tests) || tests.flow || !tests.range) return undefined
  return spliced(text, tests, indented(block, columnOf(text, tests.range[0])))
}

/** Writes the whole file anew, its comments kept: for rules that stand on one line, `- { name: … }`. */
function rewritten(doc: Document, path: readonly (string | number)[], test: RuleTest): string {
  const tests = doc.getIn([...path, 'tests'], true)
  if (isSeq(tests)) tests.add(doc.createNode(test))
  else doc.setIn([...path, 'tests'], doc.createNode([test]))
  return doc.toString({ lineWidth: 0 })
}

function contentOf(text: string, file: string): RuleFile {
  const read = readRuleFile(text, file)
  if ('problems' in read) throw new RuleSetError(file, read.problems)
  return read.content
}

const withTest = (content: RuleFile, rule: number | undefined, test: RuleTest): RuleFile =>
  rule === undefined
    ? { ...content, tests: [...content.tests, test] }
    : {
        ...content,
        rules: content.rules.map((one, at) => (at === rule ? { ...one, tests: [...one.tests, test] } : one)),
      }

/**
 * The text of a rule file with one more test: of the rule that is named, or of all rules together. Comments and layout
 * stay as they are.
 * @throws {UserError} when there is no such rule; {RuleSetError} when the text is no rule file or would be none after it.
 */
export function addTest(text: string, file: string, rule: string | undefined, test: RuleTest): string {
  const before = contentOf(text, file)
  const index = rule === undefined ? undefined : before.rules.findIndex(({ name }) => name === rule)
  if (index === -1) throw new UserError(`There is no rule ${rule} in ${file}.`)
  const path = index === undefined ? [] : ['rules', index]
  const doc = parseDocument(text, { schema: 'core', merge: false })
  const map = path.length === 0 ? doc.contents : doc.getIn(path, true)
  const lines = isMap(map) ? withLines(text, map, test) : undefined
  const wanted = withTest(before, index, test)
  const isRight = (written: string) => {
    const read = readRuleFile(written, file)
    return !('problems' in read) && isDeepStrictEqual(read.content, wanted)
  }
  if (lines !== undefined && isRight(lines)) return lines
  const anew = rewritten(doc, path, test)
  contentOf(anew, file)
  return anew
}
