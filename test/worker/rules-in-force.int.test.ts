import { afterEach, beforeEach, expect, it } from 'vitest'
import { createLogger } from '../../src/logger.js'
import { checkRuleSet } from '../../src/rules/check-rule-set.js'
import { versionOf } from '../../src/rules/version.js'
import { declarations } from '../../src/signals/all.js'
import { type Database, openDatabase } from '../../src/store/database.js'
import { rollBack } from '../../src/store/rule-history.js'
import { applyVersion, versionOfHash } from '../../src/store/rule-versions.js'
import { followRules, type RulesInForce } from '../../src/worker/rules-in-force.js'
import { freshDatabase } from '../helpers/database.js'
import { until } from '../helpers/until.js'

const logger = createLogger('silent')
const setOf = (threshold: string) => {
  const text = `version: 1\nrules:\n  - { name: toxic, when: scores.toxic >= ${threshold}, then: hold, because: x }\n`
  const source = { file: 'ours.yaml', text, lists: new Map<string, string>() }
  return versionOf(source, checkRuleSet(source, declarations))
}
const [first, second, third] = [setOf('0.1'), setOf('0.2'), setOf('0.3')]
const broken = { ...setOf('0.4'), hash: 'beef', text: third.text.replace('toxic >=', 'toxick >=') }

let db: Database
let workers: RulesInForce[]
beforeEach(async () => {
  db = openDatabase(await freshDatabase(), () => undefined)
  workers = []
})
afterEach(async () => {
  for (const worker of workers) await worker.stop()
  await db.destroy()
})

function follow(file: typeof first): RulesInForce {
  const worker = followRules({ db, logger, file, onChange: () => undefined })
  workers.push(worker)
  return worker
}
const judgesBy = (worker: RulesInForce, { hash }: { hash: string }) =>
  until(`a worker judges by ${hash}`, () => worker.state().hash === hash)

it('judges by the file of a fresh installation, which is stored', async () => {
  expect((await follow(first).current()).hash).toBe(first.hash)
  expect(await versionOfHash(db, first.hash)).toMatchObject({ text: first.text, stored_by: 'STET_RULES' })
})

it('takes another file at the next start as long as nothing was applied, in every worker', async () => {
  const before = follow(first)
  await before.current()
  expect((await follow(second).current()).hash).toBe(second.hash)
  await judgesBy(before, second)
})

it('takes what is applied without a restart, in every worker, and then no file any more', async () => {
  const running = [follow(first), follow(first)]
  await Promise.all(running.map((worker) => worker.current()))
  await applyVersion(db, second, 'anna')
  for (const worker of running) await judgesBy(worker, second)
  expect((await follow(third).current()).hash).toBe(second.hash)
})

it('goes back by a rollback, again and again', async () => {
  const worker = follow(first)
  await worker.current()
  for (const next of [second, third]) await applyVersion(db, next, 'anna')
  await judgesBy(worker, third)
  for (const former of [second, first]) {
    await rollBack(db, 'anna', undefined)
    await judgesBy(worker, former)
  }
  expect(await rollBack(db, 'anna', undefined)).toBeUndefined()
})

it('keeps what it has when the new set does not check here, says why, and takes the next', async () => {
  const worker = follow(first)
  await worker.current()
  await applyVersion(db, broken, 'a newer Stet')
  const fault = await until('it says so', () => worker.state().fault)
  expect(fault).toMatch(/^Version 2 \(beef\) is refused here: line 3: .*toxick.*did you mean `scores.toxic`/)
  expect((await worker.current()).hash).toBe(first.hash)
  await rollBack(db, 'anna', undefined)
  await until('it is well again', () => worker.state().fault === null)
  await applyVersion(db, third, 'anna')
  await judgesBy(worker, third)
})

it('judges by nothing rather than by another set when it starts with one that does not check', async () => {
  await applyVersion(db, broken, 'a newer Stet')
  const worker = follow(first)
  await expect(worker.current()).rejects.toThrow('is refused here')
  expect(worker.state()).toMatchObject({ hash: null, fault: expect.stringContaining('beef') })
})

it('stores the same texts once, and other texts of the same meaning beside them', async () => {
  const commented = { ...first, text: `# why\n${first.text}` }
  for (const version of [first, second, first, commented]) await applyVersion(db, version, 'anna')
  const stored = await db.selectFrom('rule_version').select(['id', 'hash']).orderBy('id').execute()
  expect(stored.map(({ hash }) => hash)).toEqual([first.hash, second.hash, first.hash])
  expect((await versionOfHash(db, first.hash))?.text).toBe(commented.text)
})

it.each(['rule_version', 'rule_change'] as const)('keeps %s as it was written', async (table) => {
  await applyVersion(db, first, 'anna')
  await expect(db.deleteFrom(table).execute()).rejects.toThrow('append-only')
  const column = table === 'rule_version' ? 'stored_by' : 'by'
  await expect(
    db
      .updateTable(table)
      .set({ [column]: 'other' })
      .execute(),
  ).rejects.toThrow('append-only')
})
