import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkRuleSet } from '../../src/rules/check-rule-set.js'
import { declarations } from '../../src/signals/all.js'
import { type Database, openDatabase } from '../../src/store/database.js'
import { readRuleUsage } from '../../src/store/rule-usage.js'
import { followLimits } from '../../src/worker/limits.js'
import { freshDatabase } from '../helpers/database.js'
import { type Decided, decide } from '../helpers/decisions.js'
import { until } from '../helpers/until.js'

const ruleSet = checkRuleSet(
  {
    file: 'ours.yaml',
    text: `version: 1
rules:
  - { name: shouting, when: capitals.share >= 0.5, then: hold, because: x, limit: 3 }
  - { name: long, when: length.characters >= 900, then: hold, because: x, limit: 3 }
  - { name: links, when: links.count >= 2, then: hold, because: x }
`,
    lists: new Map(),
  },
  declarations,
)

let db: Database
beforeEach(async () => {
  db = openDatabase(await freshDatabase(), () => undefined)
})
afterEach(() => db.destroy())

const overNow = async () => [...(await followLimits(db).overLimit(ruleSet))]
/** The first moment of today in UTC, moved by so much. */
async function today(interval: string): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    select date_trunc('day', now(), 'UTC') + ${interval}::interval as at`.execute(db)
  return rows[0]?.at ?? new Date(0)
}

it('is over with its limit once it has counted so often today, and no sooner', async () => {
  await decide(db, { rule: 'shouting', count: 2 })
  expect(await overNow()).toEqual([])
  await decide(db, { rule: 'shouting' })
  expect(await overNow()).toEqual(['shouting'])
})

const uncounted: [string, Decided][] = [
  ['matches in the shadow', { shadow: true }],
  ['decisions with something missing', { missing: ['scores'] }],
  ["a moderator's decisions", { by: 'moderator' }],
  ['another rule', { rule: 'links' }],
]
it.each(uncounted)('%s use up no limit', async (_, decided) => {
  await decide(db, { rule: 'shouting', count: 5, ...decided })
  expect(await overNow()).toEqual([])
})

it('counts from midnight in UTC, whatever the time zone of the server', async () => {
  await sql`set time zone 'Pacific/Kiritimati'`.execute(db)
  await decide(db, { rule: 'shouting', count: 3, at: await today('-1 ms') })
  await decide(db, { rule: 'long', count: 3, at: await today('0') })
  expect(await overNow()).toEqual(['long'])
})

it('sees within a second what other workers have decided', async () => {
  const limits = followLimits(db)
  expect([...(await limits.overLimit(ruleSet))]).toEqual([])
  await decide(db, { rule: 'shouting', count: 3 })
  await until('it knows', async () => (await limits.overLimit(ruleSet)).has('shouting'))
})

it('asks once for all that judge at the same time, and not at all for a set without limits', async () => {
  let queries = 0
  const getExecutor = () => {
    queries += 1
    return db.getExecutor()
  }
  const asked = { ...db, getExecutor } as unknown as Database
  await followLimits(asked).overLimit({ ...ruleSet, rules: ruleSet.rules.slice(2) })
  expect(queries).toBe(0)
  const limits = followLimits(asked)
  await Promise.all(Array.from({ length: 50 }, () => limits.overLimit(ruleSet)))
  expect(queries).toBe(1)
})

it('reads only what is new, and comes to the same counts', async () => {
  const at = (seconds: number) => ({ ago: `${seconds} s` })
  await decide(db, { rule: 'shouting', ...at(90), count: 4 })
  await decide(db, { rule: 'shouting', ...at(5) })
  const first = await readRuleUsage(db)
  await decide(db, { rule: 'shouting' })
  // One that would count if all were read again: it lies before what is settled.
  await decide(db, { rule: 'shouting', ...at(120) })
  const second = await readRuleUsage(db, first)
  const isNewDay = second.day.getTime() !== first.day.getTime()
  if (!isNewDay && (await today('3 minutes')) < new Date()) {
    expect(first.settled.get('shouting')).toBe(4)
    expect([first, second].map(({ counted }) => counted.get('shouting'))).toEqual([5, 6])
  }
  const long = { ...first, day: new Date(0), settled: new Map([['shouting', 1_000]]) }
  expect((await readRuleUsage(db, long)).counted.get('shouting')).toBeLessThan(10)
})
