/** What a condition can call, for the check and for the page that names them. */
export type ConditionFunction = {
  name: string
  /** As it is written, with what it takes. */
  form: string
  describes: string
  /** A condition that one would write with it. */
  example: string
}

const of = (form: string, describes: string, example: string): ConditionFunction => ({
  name: /(\w+)\(/.exec(form)?.[1] ?? form,
  form,
  describes,
  example,
})

/** Asked of `text`: the comment as the model reads it, disguises seen through, in small letters. */
export const textFunctions: readonly ConditionFunction[] = [
  of(
    'text.has(list)',
    'Whether an entry of the list is in the text. The list is a file named in `lists`, or stands here: `["buy now"]`.',
    'text.has(banned)',
  ),
  of(
    'text.has(list, "strong")',
    'The same, of the entries with this mark: `"strong"` or `"mild"`.',
    'text.has(banned, "strong")',
  ),
  of(
    'text.count(list)',
    'How many places of the text have an entry of the list, up to 100; with a mark as second argument, of such entries.',
    'text.count(banned) >= 3',
  ),
  of(
    'text.contains("…")',
    'Whether these letters are in the text, also within a word.',
    'text.contains("giveaway")',
  ),
  of('text.startsWith("…")', 'Whether the text begins with these letters.', 'text.startsWith("first!")'),
  of('text.endsWith("…")', 'Whether the text ends with these letters.', 'text.endsWith("dm me")'),
  of(
    'text.matches("…")',
    'Whether the text has something of this form: an RE2 expression, which takes time in proportion to the text; what needs backtracking is not in it. 50 of a rule set are the most.',
    'text.matches("[0-9]+ ?% (?:profit|guaranteed)")',
  ),
]

/** Asked of signals that are lists, such as `links.domains`. */
export const listFunctions: readonly ConditionFunction[] = [
  of(
    'links.domains.has(list)',
    'Whether one of them is on the list; `a.example.com` is, where `example.com` is.',
    'links.domains.has(blocked)',
  ),
  of(
    'links.domains.only(list)',
    'Whether all of them are on the list; so it is where there are none.',
    'links.count >= 1 && !links.domains.only(allowed)',
  ),
  of(
    'links.domains.exists(d, …)',
    'Whether the condition is true for one of them, here called `d`.',
    'links.domains.exists(d, d.endsWith(".example"))',
  ),
  of(
    'links.domains.all(d, …)',
    'Whether it is true for all of them.',
    'links.domains.all(d, d.endsWith(".example"))',
  ),
  of(
    'links.domains.exists_one(d, …)',
    'Whether it is true for exactly one of them.',
    'links.domains.exists_one(d, d == "evil.example")',
  ),
  of(
    'links.domains.filter(d, …)',
    'Those for which it is true.',
    'links.domains.filter(d, d.endsWith(".example")).size() >= 2',
  ),
]

/** Asked of signals that are texts. */
export const stringFunctions: readonly ConditionFunction[] = [
  of('x.contains("…")', 'Whether the text has these letters in it.', 'article.section.contains("sport")'),
  of('x.startsWith("…")', 'Whether it begins with them.', 'article.section.startsWith("opinion")'),
  of('x.endsWith("…")', 'Whether it ends with them.', 'article.section.endsWith("-live")'),
  of('x.lowerAscii()', 'The text in small letters.', 'article.section.lowerAscii() == "sport"'),
  of('x.upperAscii()', 'The text in capitals.', 'article.section.upperAscii() == "SPORT"'),
  of('x.trim()', 'The text without blanks at its ends.', 'article.section.trim() == ""'),
  of('x.size()', 'How many characters a text has, or entries a list.', 'links.domains.size() >= 3'),
]

/** Called on their own. */
export const freeFunctions: readonly ConditionFunction[] = [
  of('size(x)', 'The same as `x.size()`.', 'size(links.domains) >= 3'),
  of('double(x)', 'A number of another kind as a number like the signals.', 'links.count >= double("3")'),
  of('int(x)', 'A number without what is behind its point.', 'int(article.ageHours) == 0'),
  of('string(x)', 'A number as a text.', 'string(thread.depth) in ["7", "8"]'),
]

export const namesOf = (functions: readonly ConditionFunction[]): readonly string[] => [
  ...new Set(functions.map(({ name }) => name)),
]
