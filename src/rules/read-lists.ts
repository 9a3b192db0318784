import { normalise } from '../domain/normalise.js'
import { listMatcher } from './lists/matcher.js'
import { parseList } from './lists/parse-list.js'
import type { WordList } from './lists/word-list.js'
import type { Problem } from './problem.js'
import type { ReadRuleFile } from './read-rule-file.js'

/** Exceptions that keep nothing out are misspelt, or their entry is gone. */
function idleExceptions(list: WordList): { line: number; message: string }[] {
  if (list.exceptions.length === 0) return []
  const { find } = listMatcher([{ entries: list.entries, exceptions: [] }])
  return list.exceptions
    .filter(({ text }) => find(normalise(text))[0]?.length === 0)
    .map(({ text, line }) => ({
      line,
      message: `the exception "${text.slice(0, 60)}" keeps nothing out: no entry is found in it`,
    }))
}

function readList(file: string, text: string): { list: WordList; problems: Problem[] } {
  const { list, faults } = parseList(text)
  const idle = faults.length > 0 ? [] : idleExceptions(list).slice(0, 20)
  return {
    list,
    problems: [...faults, ...idle.map((one) => ({ ...one, column: 1 }))].map((one) => ({ file, ...one })),
  }
}

/** Reads the lists that a rule file names, from their texts by path. */
export function readLists(
  { content, problemAt }: ReadRuleFile,
  texts: ReadonlyMap<string, string>,
): { lists: ReadonlyMap<string, WordList>; problems: Problem[] } {
  const lists = new Map<string, WordList>()
  const problems: Problem[] = []
  for (const [name, path] of Object.entries(content.lists)) {
    const text = texts.get(path)
    if (text === undefined) problems.push(problemAt(['lists', name], `the list ${path} could not be read`))
    const read = readList(path, text ?? '')
    problems.push(...read.problems)
    lists.set(name, read.list)
  }
  return { lists, problems }
}
