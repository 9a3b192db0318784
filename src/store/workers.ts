import { sql } from 'kysely'
import type { Executor } from './database.js'
import type { ModelReport } from './schema.js'

// A worker says that it lives every two seconds; one that missed several is taken for gone.
const aliveFor = sql`now() - interval '10 seconds'`

/** Which rule set a worker judges by, null before it knows; and why it could not take the one that is in force. */
export type RulesReport = { hash: string | null; fault: string | null }

/** What a worker says of itself, and the removal of those that have not been heard of for a day. */
export async function beat(db: Executor, id: string, model: ModelReport, rules: RulesReport): Promise<void> {
  const row = {
    model: JSON.stringify(model),
    rules: rules.hash,
    rules_fault: rules.fault,
    seen_at: sql<Date>`now()`,
  }
  await db
    .insertInto('worker')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
  await db.deleteFrom('worker').where('seen_at', '<', sql<Date>`now() - interval '1 day'`).execute()
}

export async function leave(db: Executor, id: string): Promise<void> {
  await db.deleteFrom('worker').where('id', '=', id).execute()
}

export type LivingWorker = { seenAt: Date; model: ModelReport; rules: RulesReport }

/** The workers that live, with what each said of itself last. */
export async function livingWorkers(db: Executor): Promise<LivingWorker[]> {
  const rows = await db
    .selectFrom('worker')
    .select(['seen_at', 'model', 'rules', 'rules_fault'])
    .where('seen_at', '>', sql<Date>`${aliveFor}`)
    .orderBy('id')
    .execute()
  return rows.map(({ seen_at, model, rules, rules_fault }) => ({
    seenAt: seen_at,
    model,
    rules: { hash: rules, fault: rules_fault },
  }))
}

/** The models of the workers that live. */
export async function livingModels(db: Executor): Promise<ModelReport[]> {
  const rows = await db
    .selectFrom('worker')
    .select('model')
    .where('seen_at', '>', sql<Date>`${aliveFor}`)
    .execute()
  return rows.map((row) => row.model)
}

/** Which rule sets the workers that live judge by. */
export async function livingRules(db: Executor): Promise<RulesReport[]> {
  return db
    .selectFrom('worker')
    .select(['rules as hash', 'rules_fault as fault'])
    .where('seen_at', '>', sql<Date>`${aliveFor}`)
    .execute()
}
