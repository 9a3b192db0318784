import { readFile, realpath, stat } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { messageOf, UserError } from '../domain/errors.js'
import type { SignalDeclaration } from '../domain/signal.js'
import { checkRuleSet, type RuleSource } from './check-rule-set.js'
import { readRuleFile } from './read-rule-file.js'
import type { RuleSet } from './rule-set.js'

/** The largest file read for a rule set, in bytes: a wrong path must not fill the memory. */
const largestFile = 4_000_000

async function readBounded(file: string): Promise<string> {
  const { size } = await stat(file)
  if (size > largestFile) throw new UserError(`${file} is larger than 4 MB`)
  return readFile(file, 'utf8')
}

/** A list's text, or undefined if it is not there, too large, or led away from the rule file by a symbolic link. */
async function readList(folder: string, path: string): Promise<string | undefined> {
  try {
    const file = await realpath(join(folder, path))
    return file.startsWith(folder + sep) ? await readBounded(file) : undefined
  } catch {
    // Not swallowed: the check names each list that is not there, with its line in the rule file.
    return undefined
  }
}

async function readLists(file: string, text: string): Promise<Map<string, string>> {
  const read = readRuleFile(text, file)
  if ('problems' in read) return new Map()
  const folder = dirname(await realpath(file))
  const paths = [...new Set(Object.values(read.content.lists))]
  const texts = await Promise.all(paths.map(async (path) => [path, await readList(folder, path)] as const))
  return new Map(texts.flatMap(([path, list]) => (list === undefined ? [] : [[path, list]])))
}

/** Reads a rule file and its lists, unchecked. @throws {UserError} when the file cannot be read. */
export async function readRuleSource(file: string): Promise<RuleSource> {
  const text = await readBounded(file).catch((error: unknown) => {
    throw new UserError(`The rule file ${file} could not be read: ${messageOf(error)}`)
  })
  return { file, text, lists: await readLists(file, text) }
}

/** Reads a rule file and its lists, and checks them. Throws a UserError: one sentence if the file cannot be read,
 * a RuleSetError with every problem if it does not check. */
export async function loadRuleSet(
  file: string,
  declarations: readonly SignalDeclaration[],
): Promise<RuleSet> {
  return checkRuleSet(await readRuleSource(file), declarations)
}
