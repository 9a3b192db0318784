import { expect, it } from 'vitest'
import type { Verdict } from '../../src/domain/verdict.js'
import { createBacktest, type PastDecision } from '../../src/rules/backtest.js'
import { triedSet } from '../../src/rules/tried-set.js'
import { declarations } from './fixtures.js'

const now = new Date('2026-11-24T12:00:00Z')
const lists = (banned: string) => new Map([['banned.txt', banned]])

/** A set of these rules, each `name: condition → verdict`, with further keys behind a semicolon. */
function set(rules: readonly string[], banned = 'quibble\n') {
  const lines = rules.map((rule) => {
    const [, name, when, then, more] = /^([\w-]+): (.+) → (\w+)(?:; (.+))?$/.exec(rule) ?? []
    return `  - { name: ${name}, when: ${JSON.stringify(when)}, then: ${then}, because: x${more ? `, ${more}` : ''} }`
  })
  const text = ['version: 1', 'lists: { banned: banned.txt }', 'rules:', ...lines].join('\n')
  return triedSet({ file: 'rules.yaml', text, lists: lists(banned) }, declarations)
}

let made = 0
function past(more: Partial<PastDecision> = {}, toxic: number | null = 0.1): PastDecision {
  made += 1
  return {
    id: String(made),
    commentId: `c-${made}`,
    uid: String(made),
    section: 'world',
    at: new Date('2026-11-22T12:00:00Z'),
    rules: 'then',
    verdict: 'publish',
    reasons: [],
    body: 'A fine day.',
    signals: { 'scores.toxic': toxic, 'links.count': 0, 'links.domains': [] },
    circumstances: { now: '2026-11-22T12:00:00Z', overLimit: [], lists: { banned: [] } },
    moderator: null,
    ...more,
  }
}
const because = (rule: string, verdict: Verdict, shadow = false) => [
  { rule, verdict, message: '', spans: [], shadow },
]

type Given = { against?: ReturnType<typeof set>; listsThen?: ReadonlyMap<string, string>; share?: number }

function tryOn(tried: ReturnType<typeof set>, decisions: readonly PastDecision[], given: Given = {}) {
  const { against, listsThen, share = 1 } = given
  const backtest = createBacktest({ tried, against, now, secondsPerItem: 30, share })
  for (const decision of decisions) backtest.add(decision, listsThen)
  return backtest.result()
}

/** The verdict that a set gives a decision. */
function verdictOf(tried: ReturnType<typeof set>, decision: PastDecision, given: Given = {}): Verdict {
  const { changes } = tryOn(tried, [decision], given)
  return changes[0]?.to ?? decision.verdict
}

it('counts what changes in each direction, by rule and section, with what moderators had decided', () => {
  const tried = set(['toxic: scores.toxic >= 0.3 → hold'])
  const result = tryOn(tried, [
    past({ moderator: 'publish' }, 0.4),
    past({ moderator: 'reject', section: 'sport' }, 0.5),
    past({}, 0.6),
    past({ moderator: 'hold' }, 0.6),
    past({ verdict: 'hold', reasons: because('old', 'hold'), section: null }),
    past({ verdict: 'hold', reasons: because('toxic', 'hold') }, 0.9),
    past(),
  ])
  expect(result).toMatchObject({ decisions: 7, days: 2, held: { before: 2, after: 5 } })
  expect(result.minutesPerDay).toEqual({ before: 0.5, after: 1.25, secondsPerItem: 30 })
  expect(result.changes).toEqual([
    { from: 'publish', to: 'hold', count: 4, reviewed: { published: 1, rejected: 1 } },
    { from: 'hold', to: 'publish', count: 1, reviewed: { published: 0, rejected: 0 } },
  ])
  expect(result.rules).toEqual([
    { rule: 'toxic', before: 1, after: 5, stricter: 4, milder: 0 },
    { rule: 'old', before: 1, after: 0, stricter: 0, milder: 1 },
  ])
  expect(result.sections).toEqual([
    { section: 'world', decisions: 5, stricter: 3, milder: 0 },
    { section: 'sport', decisions: 1, stricter: 1, milder: 0 },
    { section: null, decisions: 1, stricter: 0, milder: 1 },
  ])
})

const words = set(['words: text.has(banned) → reject'])
const same = lists('quibble\n')
const asThen = new Map([['banned', 'quibble\n']])
const match = [{ start: 2, end: 9 }]
const withLists = (found: Record<string, unknown>, body: string | null) =>
  past({ body, circumstances: { now: now.toISOString(), overLimit: [], lists: found } })

const answers: [string, Verdict, PastDecision, ReadonlyMap<string, string> | undefined][] = [
  ['the receipt, when its list is the same', 'reject', withLists({ banned: match }, 'unread'), asThen],
  ['the receipt, when the text is gone', 'reject', withLists({ banned: match }, null), asThen],
  ['the receipt, that says nowhere', 'publish', withLists({ banned: [] }, null), asThen],
  [
    'the receipt, when the list had another name',
    'reject',
    withLists({ rude: match }, null),
    new Map([['rude', 'quibble\n']]),
  ],
  [
    'the text, when the list was another',
    'reject',
    withLists({ banned: [] }, 'I quibble'),
    new Map([['banned', 'x\n']]),
  ],
  [
    'the text, when the set of then is not known',
    'reject',
    withLists({ banned: [] }, 'I quibble'),
    undefined,
  ],
  ['the text, when the receipt says nothing of it', 'reject', withLists({}, 'I quibble'), asThen],
  ['nobody, when the text is gone too: held', 'hold', withLists({}, null), asThen],
  [
    'nobody, when the list was another: held',
    'hold',
    withLists({ banned: [] }, null),
    new Map([['banned', 'x\n']]),
  ],
  ['nobody, in a receipt without circumstances', 'hold', past({ body: null, circumstances: null }), asThen],
]
it.each(answers)('a question to the text is answered by %s', (_, verdict, decision, listsThen) => {
  expect(verdictOf(words, decision, listsThen ? { listsThen } : {})).toBe(verdict)
})

it('asks the receipt for what stands in a condition itself, in its own words', () => {
  const tried = set([
    'inline: text.contains("spins") || text.has(["buy now"]) → hold',
    'words: text.has(banned) → hold',
  ])
  const found = { 'contains("spins")': [], '["buy now"]': match, banned: [] }
  expect(verdictOf(tried, withLists(found, null), { listsThen: asThen })).toBe('hold')
  expect(verdictOf(tried, withLists({ ...found, '["buy now"]': [] }, null), { listsThen: asThen })).toBe(
    'publish',
  )
})

it('takes no list for found that has the name of what every object has', () => {
  const text =
    'version: 1\nlists: { valueOf: banned.txt }\nrules:\n  - { name: a, when: text.has(valueOf), then: hold, because: x }'
  const tried = triedSet({ file: 'rules.yaml', text, lists: same }, declarations)
  const listsThen = new Map([['valueOf', 'quibble\n']])
  expect(verdictOf(tried, withLists({}, 'A fine day.'), { listsThen })).toBe('publish')
})

it('compares with another set when one is given', () => {
  const against = set(['toxic: scores.toxic >= 0.3 → hold'])
  const tried = set(['toxic: scores.toxic >= 0.3 → reject'])
  const { changes, rules } = tryOn(tried, [past({}, 0.4), past({}, 0.2)], { against })
  expect(changes).toMatchObject([{ from: 'hold', to: 'reject', count: 1 }])
  expect(rules).toEqual([{ rule: 'toxic', before: 1, after: 1, stricter: 1, milder: 0 }])
})

it('counts no shadow, then or now', () => {
  const tried = set(['toxic: scores.toxic >= 0.3 → hold; mode: shadow'])
  const result = tryOn(tried, [past({ reasons: because('old', 'reject', true) }, 0.4)])
  expect(result).toMatchObject({ changes: [], rules: [] })
})

it('runs a rule until its last day has passed by today’s date, not by that of the decision', () => {
  const tried = set(['old: scores.toxic >= 0.3 → hold; expires: 2026-11-23'])
  expect(verdictOf(tried, past({}, 0.4))).toBe('publish')
})

const limited = set(['toxic: scores.toxic >= 0.3 → hold; limit: 2'])
const onDay = (day: string) => past({ at: new Date(`2026-11-${day}T08:00:00Z`) }, 0.4)
it.each([
  ['each day anew', 1, ['20', '20', '20', '21', '21', '21'], 4],
  ['by as much as a sample is of all', 0.5, ['20', '20', '20', '21', '21', '21'], 2],
])('counts a rule’s daily limit along, %s', (_, share, days, held) => {
  expect(tryOn(limited, days.map(onDay), { share }).held.after).toBe(held)
})

it('uses up no limit by what could not be judged', () => {
  const blind = ['20', '20'].map((day) => past({ at: new Date(`2026-11-${day}T08:00:00Z`) }, null))
  expect(tryOn(limited, [...blind, onDay('20'), onDay('20'), onDay('20')]).held.after).toBe(4)
})

it('counts minutes a day of all decisions, also where those tried are a sample', () => {
  const decisions = [past({ verdict: 'hold' }), past({ verdict: 'hold' })]
  const [all, tenth] = [1, 0.1].map((share) =>
    tryOn(set(['a: links.count > 1 → hold']), decisions, { share }),
  )
  expect(tenth?.minutesPerDay.before).toBeCloseTo((all?.minutesPerDay.before ?? 0) * 10)
})

it('leaves out and names a rule whose signal was not read then, and holds where one was read and unknown', () => {
  const tried = set(['new: author.firstComment → hold', 'toxic: scores.toxic >= 0.3 → hold'])
  const { untried, changes } = tryOn(tried, [past({}, 0.1), past({}, null)])
  expect(untried).toEqual([{ rule: 'new', receipts: 2 }])
  expect(changes).toMatchObject([{ from: 'publish', to: 'hold', count: 1 }])
})

it('picks the same five examples of each kind of change, whatever their order', () => {
  const tried = set(['toxic: scores.toxic >= 0.3 → hold'])
  const decisions = Array.from({ length: 40 }, () => past({}, 0.5))
  const examples = tryOn(tried, decisions).examples
  expect(examples).toHaveLength(5)
  expect(tryOn(tried, decisions.toReversed()).examples).toEqual(examples)
  expect(examples[0]).toMatchObject({ from: 'publish', to: 'hold', rules: ['toxic'], moderator: null })
})
