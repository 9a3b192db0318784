const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'narrow' })
const number = new Intl.NumberFormat('en')
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** How long ago: `4m ago`, `just now` for less than a minute. */
export function ago(at: string, now = Date.now()): string {
  const seconds = (now - Date.parse(at)) / 1_000
  const found = units.find(([, size]) => seconds >= size)
  return found ? relative.format(-Math.floor(seconds / found[1]), found[0]) : 'just now'
}

/** The moment in the reader's own time zone, in full. */
export const inFull = (at: string) => moment.format(new Date(at))

export const count = (n: number) => number.format(n)

/** `1 comment`, `2 comments`. */
export const counted = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`

export const percent = (share: number) => `${Math.round(share * 100)} %`

export const verdictWords = { publish: 'published', hold: 'held', reject: 'rejected' } as const

const spans: [string, number][] = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
]

/** A stretch of time: `0.4 s`, `12 min`, `3.5 h`. */
export function duration(seconds: number): string {
  const found = spans.find(([, size]) => seconds >= size)
  const [unit, size] = found ?? ['s', 1]
  const value = seconds / size
  return `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)} ${unit}`
}

// Neither blanks nor characters that are never drawn.
const visible = /[^\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}]/u
const firstSeen = (texts: (string | null | undefined)[], otherwise: string) =>
  texts.find((text) => text != null && visible.test(text)) ?? otherwise

/** What an article is called: by its id where it has no title, and never by nothing that can be seen. */
export const titleOf = ({ title, id }: { title?: string | null; id: string }) =>
  firstSeen([title, id], 'untitled article')

/** What a reader is called: by their id where they have no name, and never by nothing that can be seen. */
export const nameOf = ({ name, id }: { name?: string | null; id: string }) =>
  firstSeen([name, id], 'unnamed reader')
