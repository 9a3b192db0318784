import { sql } from 'kysely'
import type { Database } from '../../../src/store/database.js'

type Entry = {
  id: string
  actor: string
  action: string
  comment: string
  decision: string
  verdict: string
  undoes: string | null
}

/** What the audit says was decided and undone, in its order. */
export async function readStory(db: Database): Promise<Entry[]> {
  const { rows } = await sql<Entry>`
    select id, actor, action, substr(subject, length('comment:') + 1) as comment, detail->>'decision' as decision,
      detail->>'verdict' as verdict, detail->>'undoes' as undoes
    from audit where action in ('decide', 'undo') order by id`.execute(db)
  return rows
}

export type Told = { decision: string; verdict: string; standing: number }

/** Replays the story: what stands on each comment at its end. `faults` are acts that could not have been. */
export function replayStory(entries: readonly Entry[]): { told: Map<string, Told>; faults: string[] } {
  const told = new Map<string, Told>()
  const standing = new Map<string, string[]>()
  const faults: string[] = []
  for (const { action, comment, decision, verdict, undoes } of entries) {
    const stack = standing.get(comment) ?? []
    if (action === 'decide' && stack.length > 0) faults.push(`${comment} was decided twice`)
    if (action === 'undo' && stack.at(-1) !== undoes) faults.push(`${comment}: undone was what did not stand`)
    const now = action === 'decide' ? [...stack, decision] : stack.slice(0, -1)
    standing.set(comment, now)
    told.set(comment, { decision, verdict, standing: now.length })
  }
  return { told, faults }
}

/** Leases that began while another's was there still, by the events in their order. */
export async function doubleLeases(db: Database): Promise<string[]> {
  const { rows } = await sql<{ comment: string; moderator: string | null; type: string }>`
    select data->>'comment' as comment, data->>'moderator' as moderator, type from event
    where type in ('lease', 'decision') order by id`.execute(db)
  const holders = new Map<string, string | null>()
  const faults: string[] = []
  for (const { comment, moderator, type } of rows) {
    const holder = holders.get(comment) ?? null
    if (type === 'lease' && moderator !== null && holder !== null && holder !== moderator)
      faults.push(`${comment} was leased to ${moderator} while ${holder} had it`)
    holders.set(comment, type === 'lease' ? moderator : null)
  }
  return faults
}
