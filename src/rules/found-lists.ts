import type { RuleSource } from './check-rule-set.js'
import type { Question } from './questions.js'
import { readRuleFile } from './read-rule-file.js'
import type { TextMatch, TextMatches } from './text-finder.js'

/** The text of each list of a set, by the name that its conditions use. */
export type ListTexts = ReadonlyMap<string, string>

/** What was found in a text, as a receipt keeps it. */
export type StoredMatches = Readonly<Record<string, unknown>>

/** Empty where this Stet cannot read the file: then nothing is known of its lists. */
export function listTextsOf({ file, text, lists }: RuleSource): ListTexts {
  const read = readRuleFile(text, file)
  if ('problems' in read) return new Map()
  return new Map(
    Object.entries(read.content.lists).flatMap(([name, path]) => {
      const list = lists.get(path)
      return list === undefined ? [] : [[name, list] as const]
    }),
  )
}

/**
 * Under which name the receipts of another set say where each thing was found that these questions ask for. A list is the
 * same when its text is, whatever its name; what stands in a condition itself goes by its own words in every set.
 */
export function namesIn(
  then: ListTexts | undefined,
  now: ListTexts,
  questions: readonly Question[],
): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const { source } of questions) {
    const text = now.get(source)
    if (text === undefined) names.set(source, source)
    else if (then?.get(source) === text) names.set(source, source)
    else {
      const same = [...(then ?? [])].find(([, other]) => other === text)
      if (same) names.set(source, same[0])
    }
  }
  return names
}

/** What a receipt says of what is asked now; what it does not say is not in the answer, which is not the same as "nowhere". */
export function foundIn(stored: StoredMatches | undefined, names: ReadonlyMap<string, string>): TextMatches {
  const found: Record<string, readonly TextMatch[]> = Object.create(null)
  for (const [source, name] of names)
    if (stored && Object.hasOwn(stored, name)) found[source] = stored[name] as readonly TextMatch[]
  return found
}

export const answersAll = (questions: readonly Question[], found: TextMatches): boolean =>
  questions.every(({ source }) => source in found)
