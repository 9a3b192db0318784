import type { ConditionFunction } from '../../src/rules/functions.js'
import { freeFunctions, listFunctions, stringFunctions, textFunctions } from '../../src/rules/functions.js'
import { ruleFileJsonSchema } from '../../src/rules/json-schema.js'

const cell = (text: string) => text.replaceAll('|', '\\|')

const functionRow = ({ form, describes, example }: ConditionFunction) =>
  `| \`${form}\` | ${cell(describes)} | \`${cell(example)}\` |`

const functionTable = (functions: readonly ConditionFunction[]) =>
  `| function | what it says | for example |\n| --- | --- | --- |\n${functions.map(functionRow).join('\n')}`

type Part = { description?: string; default?: unknown; properties?: Parts; items?: Part }
type Parts = Record<string, Part>
type PartsOf = { properties: Parts; required: string[] }

function partRows({ properties, required }: PartsOf): string {
  const row = ([name, part]: [string, Part]) => {
    const isListed = Array.isArray(part.default) || typeof part.default === 'object'
    const otherwise = part.default === undefined || isListed ? '' : `\`${part.default}\``
    return `| \`${name}\` | ${cell(part.description ?? '')} | ${required.includes(name) ? 'needed' : otherwise} |`
  }
  return `| part | what it says | if you say nothing |\n| --- | --- | --- |\n${Object.entries(properties).map(row).join('\n')}`
}

/** docs/rules-reference.md, made from the schema of rule files and from the functions that the check knows. */
export function rulesReferencePage(): string {
  const file = ruleFileJsonSchema() as PartsOf & { properties: { rules: { items: PartsOf } } }
  const rule = file.properties.rules.items as PartsOf & { properties: { tests: { items: PartsOf } } }
  return `# The language of rules

All that a rule file can have. [rules.md](rules.md) leads from nothing to a rule in production, [signals.md](signals.md) names what
conditions can look at, and the [cookbook](rules-cookbook.md) has fifteen rules to take over.

An editor with a YAML language server completes and checks a rule file that begins with
\`# yaml-language-server: $schema=./schema.json\`; the schema is [rules/schema.json](../rules/schema.json). What it cannot check, the
conditions, \`stet rules check\` does.

## A file

${partRows(file)}

## A rule

${partRows(rule)}

## A test

${partRows(rule.properties.tests.items)}

## Conditions

Conditions are [CEL](https://cel.dev): \`&&\`, \`||\`, \`!\`, \`==\`, \`!=\`, \`<\`, \`<=\`, \`>\`, \`>=\`, \`+\`, \`-\`, \`*\`, \`/\`, \`in\`, \`? :\`, texts in quotes, numbers as
you write them; in a list, whole numbers as \`3.0\`. Every condition takes time in proportion to the comment, and has 2,000 characters at most.

### Asked of the text

${functionTable(textFunctions)}

### Asked of signals that are lists

None of those that take a condition can stand in the condition of another.

${functionTable(listFunctions)}

### Asked of signals that are texts

${functionTable(stringFunctions)}

### On their own

${functionTable(freeFunctions)}
`
}
