import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RuleWatch } from '../../src/domain/rule-watch.js'
import type { Logger } from '../../src/logger.js'
import { checkRuleSet } from '../../src/rules/check-rule-set.js'
import { versionOf } from '../../src/rules/version.js'
import { declarations } from '../../src/signals/all.js'
import type { Database } from '../../src/store/database.js'
import { applyVersion } from '../../src/store/rule-versions.js'
import { readWatch } from '../../src/store/rule-watch.js'
import { guardRules } from '../../src/worker/guards.js'
import { followLimits } from '../../src/worker/limits.js'
import { freshDatabase } from '../helpers/database.js'
import { type Decided, decide } from '../helpers/decisions.js'
import { moderatorToken, startStet, type TestStet } from '../helpers/stet.js'

const setOf = (rules: string) => {
  const source = { file: 'ours.yaml', text: `version: 1\nrules:\n${rules}`, lists: new Map<string, string>() }
  return versionOf(source, checkRuleSet(source, declarations))
}
const shouting = '  - { name: shouting, when: capitals.share >= 0.5, then: hold, because: x, limit: 500 }\n'
const links = '  - { name: links, when: links.count >= 2, then: reject, because: x, mode: shadow }\n'
const set = setOf(shouting + links)

let stet: TestStet
let db: Database
let lines: { level: string; rule: string; alert: string; detail?: string }[]
beforeEach(async () => {
  stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  db = stet.context.db
  lines = []
  await applyVersion(db, set, 'anna')
})
afterEach(() => stet.stop())

const logger = {
  warn: (line: object) => lines.push({ level: 'warn', ...line } as (typeof lines)[number]),
  info: (line: object) => lines.push({ level: 'info', ...line } as (typeof lines)[number]),
} as unknown as Logger

/** What a worker does that has not looked yet, when the last look of another is some time ago. */
async function look(): Promise<Record<string, RuleWatch>> {
  await db.updateTable('rule_watch').set({ at: sql<Date>`now() - interval '1 minute'` }).execute()
  await guardRules({ db, logger, limits: followLimits(db) })
  const watch = await readWatch(db)
  return Object.fromEntries((watch?.rules ?? []).map((one) => [one.rule, one]))
}
/** So many comments judged by the set, and how many of them a rule matched. */
async function judged(count: number, matched: number, rest: Decided): Promise<void> {
  const { rules = set.hash, rule = 'shouting' } = rest
  await decide(db, { ...rest, rules, rule, count: matched })
  const { ago, at, missing } = rest
  const quiet = { ...(ago && { ago }), ...(at && { at }), ...(missing && { missing }) }
  await decide(db, { ...quiet, rules, count: count - matched })
}
/** Days of 1,000 comments, of which the rule matched 20. */
async function usualDays(days: number, rest: Decided = {}): Promise<void> {
  for (let day = 1; day <= days; day += 1) await judged(1_000, 20, { ...rest, ago: `${day * 24 + 2} hours` })
}
const kinds = ({ alerts }: RuleWatch | undefined = { alerts: [] } as unknown as RuleWatch) =>
  alerts.map(({ kind }) => kind)

describe('a rule whose match rate leaves its band', () => {
  it('alerts: once in the log whoever looks, in the metrics, and on the desk with the band', async () => {
    await usualDays(5)
    await judged(200, 40, { ago: '1 minute' })
    const seen = await look()
    await look()
    expect(kinds(seen.shouting)).toEqual(['band'])
    expect(lines).toEqual([
      {
        level: 'warn',
        rule: 'shouting',
        alert: 'band',
        detail: expect.stringMatching(
          /^Matches 20\.0 % of 200 comments in the last hour; on its last [45] days/,
        ),
      },
    ])
    const answer = await stet.call<{ items: RuleWatch[] }>('GET', '/v1/rules', { key: moderatorToken })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      version: '1',
      hash: set.hash,
      items: [
        { rule: 'shouting', lastHour: { judged: 200, matched: 40 }, alerts: [{ kind: 'band' }] },
        { rule: 'links' },
      ],
    })
    const metrics = await (await fetch(`${stet.url}/metrics`)).text()
    expect(metrics).toContain('stet_rule_alerts{rule="shouting",kind="band"} 1')
  })

  it('stops alerting when it is back, and says so', async () => {
    await usualDays(5)
    await judged(200, 40, { ago: '1 minute' })
    await look()
    await judged(4_000, 80, { ago: '1 minute' })
    expect(kinds((await look()).shouting)).toEqual([])
    expect(lines.map(({ level, alert }) => [level, alert])).toEqual([
      ['warn', 'band'],
      ['info', 'band'],
    ])
    expect(await (await fetch(`${stet.url}/metrics`)).text()).not.toContain(
      'stet_rule_alerts{rule="shouting"',
    )
  })

  it('alerts too when it matches in the shadow', async () => {
    await usualDays(5, { rule: 'links', shadow: true })
    await judged(200, 40, { ago: '1 minute', rule: 'links', shadow: true })
    expect(kinds((await look()).links)).toEqual(['band'])
  })

  const quiet: [string, () => Promise<void>][] = [
    ['an hour as any other', () => judged(200, 5, { ago: '1 minute' })],
    ['an hour of 29 comments', () => judged(29, 29, { ago: '1 minute' })],
    [
      'comments judged with something missing',
      () => judged(200, 200, { ago: '1 minute', missing: ['scores'] }),
    ],
    ['what was two hours ago', () => judged(200, 200, { ago: '2 hours' })],
  ]
  it.each(quiet)('is not made by %s', async (_, happen) => {
    await usualDays(5)
    await happen()
    expect(kinds((await look()).shouting)).toEqual([])
  })

  it('has no band from days on which the set had no such rule, or another condition under its name', async () => {
    const without = setOf(links)
    const other = setOf(shouting.replace('0.5', '0.9') + links)
    for (const version of [without, other, set]) await applyVersion(db, version, 'anna')
    for (const { hash } of [without, other]) await usualDays(5, { rules: hash })
    await judged(200, 40, { ago: '1 minute' })
    const seen = await look()
    expect(seen.shouting).toMatchObject({ band: null, alerts: [] })
    expect(seen.links?.band).not.toBeNull()
  })

  it('keeps its band when only what follows from it changes', async () => {
    await usualDays(5)
    await applyVersion(db, setOf(shouting.replace('limit: 500', 'share: 10 %') + links), 'anna')
    expect((await look()).shouting?.band).not.toBeNull()
  })
})

it('a rule whose limit is used up alerts', async () => {
  await decide(db, { rule: 'shouting', rules: set.hash, count: 500 })
  expect((await look()).shouting).toMatchObject({
    countedToday: 500,
    limit: 500,
    alerts: [{ kind: 'limit' }],
  })
  expect(lines).toMatchObject([{ level: 'warn', rule: 'shouting', alert: 'limit' }])
})

it('a rule in the shadow says how many more it would have held or rejected', async () => {
  const shadow = { rule: 'links', rules: set.hash, shadow: true, ago: '1 minute' }
  await decide(db, { ...shadow, says: 'reject', verdict: 'publish', count: 3 })
  await decide(db, { ...shadow, says: 'reject', verdict: 'hold', ago: '3 hours', count: 2 })
  await decide(db, { ...shadow, says: 'reject', verdict: 'reject', count: 4 })
  await decide(db, { ...shadow, says: 'hold', verdict: 'publish', count: 5 })
  await decide(db, { ...shadow, says: 'reject', verdict: 'publish', ago: '30 hours', count: 6 })
  expect((await look()).links).toMatchObject({
    mode: 'shadow',
    lastHour: { matched: 12 },
    lastDay: { matched: 14 },
    wouldHave: { held: 5, rejected: 5 },
  })
})

it('counts the complete hours once, and the same whether it has kept them or not', async () => {
  await usualDays(3)
  await judged(50, 7, { ago: '90 minutes' })
  const first = await look()
  expect(await look()).toEqual(first)
  await db.deleteFrom('rule_hour' as 'rule_watch').execute()
  expect(await look()).toEqual(first)
})

it('leaves the looking to the worker that has just looked', async () => {
  await look()
  await judged(200, 40, { ago: '1 minute' })
  await guardRules({ db, logger, limits: followLimits(db) })
  expect((await readWatch(db))?.rules[0]?.lastHour.judged).toBe(0)
})

it('the desk shows no rules before anybody has looked', async () => {
  const { body } = await stet.call('GET', '/v1/rules', { key: moderatorToken })
  expect(body).toEqual({ version: null, hash: null, checkedAt: null, items: [] })
})
