import type { Filter } from '../../src/desk/schemas/queue.js'

export const sorts = ['priority', 'newest', 'oldest'] as const
export type Sort = (typeof sorts)[number]
export type Filters = Filter & { sort: Sort }

const texts = ['rule', 'label', 'section', 'article', 'author', 'language', 'q'] as const
const shares = ['minScore', 'maxScore'] as const
const minutes = ['minAgeMinutes', 'maxAgeMinutes'] as const

const isSort = (text: string | undefined): text is Sort => sorts.some((sort) => sort === text)

function numberIn(text: string | undefined, most: number): number | undefined {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text)
  return value >= 0 && value <= most ? value : undefined
}

/** The filters of an address; what it says wrongly or in vain is left out, for a link may be old. */
export function readFilters(query: Record<string, string>): Filters {
  const entries: [string, string | number | undefined][] = [
    ...texts.map((name): [string, string | undefined] => [name, query[name]?.trim() || undefined]),
    ...shares.map((name): [string, number | undefined] => [name, numberIn(query[name], 1)]),
    ...minutes.map((name): [string, number | undefined] => {
      const value = numberIn(query[name], 5_256_000)
      return [name, value === undefined ? undefined : Math.round(value)]
    }),
  ]
  const set = Object.fromEntries(entries.filter(([, value]) => value !== undefined))
  return { ...(set as Filter), sort: isSort(query.sort) ? query.sort : 'priority' }
}

/** The address of the queue with these filters. */
export function filterUrl({ sort, ...filters }: Filters): string {
  const set = Object.entries(filters).filter(([, value]) => value !== undefined && value !== '')
  const all = sort === 'priority' ? set : [...set, ['sort', sort]]
  const text = new URLSearchParams(
    all.map(([name, value]): [string, string] => [String(name), String(value)]),
  ).toString()
  return text === '' ? '/' : `/?${text}`
}

const names: Record<keyof Filter, string> = {
  rule: 'rule',
  label: 'label',
  section: 'section',
  article: 'article',
  author: 'author',
  language: 'language',
  minAgeMinutes: 'waits at least (min)',
  maxAgeMinutes: 'waits at most (min)',
  minScore: 'score at least',
  maxScore: 'score at most',
  q: 'text',
}

/** What narrows the list, in words. */
export const filterWords = (filters: Filters): { name: keyof Filter; words: string }[] =>
  (Object.keys(names) as (keyof Filter)[])
    .filter((name) => filters[name] !== undefined)
    .map((name) => ({ name, words: `${names[name]}: ${filters[name]}` }))

export const withoutFilter = (filters: Filters, name: keyof Filter): Filters => {
  const { [name]: _, ...rest } = filters
  return rest as Filters
}
