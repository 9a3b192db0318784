import type { z } from 'zod'
import type { Problem } from './problem.js'
import { type Path, readYaml, type Source } from './read-yaml.js'
import { keysAt, type RuleFile, ruleFileSchema } from './rule-schema.js'
import { suggest } from './suggest.js'

/** A rule file whose form holds; its conditions are still to be checked. */
export type ReadRuleFile = { content: RuleFile; problemAt: Source['problemAt'] }

type Issue = z.core.$ZodIssue

function unknownKeys(issue: z.core.$ZodIssueUnrecognizedKeys, source: Source): Problem[] {
  const known = keysAt(issue.path)
  return issue.keys.map((key) => {
    const hint = suggest(key, known) || `: there is ${known.join(', ')}`
    return source.problemAt([...issue.path, key], `no key \`${key}\` here${hint}`)
  })
}

function isMissing(value: unknown, path: Path): boolean {
  const found = path.reduce<unknown>((part, key) => (part as Record<PropertyKey, unknown>)?.[key], value)
  return found === undefined
}

function sentence(issue: Issue, source: Source): string {
  const name = issue.path.at(-1)
  if (name === undefined) return 'must be a rule file: `version`, `rules`'
  // An entry of a list has no name; its schema says what it must be.
  if (typeof name === 'number') return issue.message
  if (isMissing(source.value, issue.path)) return `\`${String(name)}\` is missing`
  const detail = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message
  return `\`${String(name)}\` ${detail}`
}

function problemsOf(issues: readonly Issue[], source: Source): Problem[] {
  return issues.slice(0, 50).flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return unknownKeys(issue, source)
    return [source.problemAt(issue.path, sentence(issue, source))]
  })
}

function repeatedNames({ rules }: RuleFile, { problemAt }: Source): Problem[] {
  const seen = new Set<string>()
  return rules.flatMap(({ name }, index) => {
    if (!seen.has(name)) {
      seen.add(name)
      return []
    }
    return [problemAt(['rules', index, 'name'], `another rule is called \`${name}\`: names must differ`)]
  })
}

/** Reads a rule file's form: keys, names, verdicts, paths. Either it holds, or every problem is in the list. */
export function readRuleFile(source: string, file: string): ReadRuleFile | { problems: Problem[] } {
  const read = readYaml(source, file)
  if (read.problems.length > 0) return { problems: read.problems }
  const parsed = ruleFileSchema.safeParse(read.value)
  const problems = parsed.success ? repeatedNames(parsed.data, read) : problemsOf(parsed.error.issues, read)
  if (!parsed.success || problems.length > 0) return { problems }
  return { content: parsed.data, problemAt: read.problemAt }
}
