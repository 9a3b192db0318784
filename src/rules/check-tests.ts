import type { SignalDeclaration, SignalType, SignalValue } from '../domain/signal.js'
import type { Problem } from './problem.js'
import type { ReadRuleFile } from './read-rule-file.js'
import type { Path } from './read-yaml.js'
import type { RuleTest } from './rule-test-schema.js'
import { suggest } from './suggest.js'

const isOfType: Record<SignalType, (value: SignalValue) => boolean> = {
  number: (value) => typeof value === 'number',
  bool: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
  list: Array.isArray,
}

const named: Record<SignalType, string> = {
  number: 'a number',
  bool: 'true or false',
  string: 'a text',
  list: 'a list of texts',
}

function faultOf(name: string, value: SignalValue | null, types: ReadonlyMap<string, SignalType>) {
  const type = types.get(name)
  if (type === undefined) return `no signal \`${name}\`${suggest(name, [...types.keys()])}`
  return value === null || isOfType[type](value)
    ? undefined
    : `\`${name}\` must be ${named[type]}, or null for what could not be had`
}

/** Finds what tests state of signals that there are not, or with values that these cannot have. */
export function checkTests(
  { content, problemAt }: ReadRuleFile,
  declarations: readonly SignalDeclaration[],
): Problem[] {
  const types = new Map(declarations.map(({ name, type }) => [name, type]))
  const problemsIn = (tests: readonly RuleTest[], path: Path) =>
    tests.flatMap(({ signals = {} }, index) =>
      Object.entries(signals).flatMap(([name, value]) => {
        const fault = faultOf(name, value, types)
        return fault ? problemAt([...path, 'tests', index, 'signals', name], fault) : []
      }),
    )
  const ofRules = content.rules.flatMap(({ tests }, index) => problemsIn(tests, ['rules', index]))
  return [...ofRules, ...problemsIn(content.tests, [])]
}
