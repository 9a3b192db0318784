import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { BulkAnswer, BulkPreview } from '../../src/desk/schemas/bulk.js'
import { aComment, judgeAs, send } from './comments.js'
import { freshDatabase } from './database.js'
import { reportsToNobody } from './outward.js'
import { type People, type Person, peopleAt } from './people.js'
import { startStet, type TestStet } from './stet.js'

// Long enough that no test sees its end.
const undoMs = 600_000

/** Whom a preview or a bulk act names, in an order that does not depend on who came first. */
export const namesOf = (entries: { id: string }[]) => entries.map(({ id }) => id).sort()

type Here = { stet: TestStet; people: People; round: number; ids: string[] }

const ofRound = ({ round }: Here) => ({ author: `a-${round}`, article: `n-${round}` })

async function hold(here: Here, id: string, more: Record<string, unknown> = {}): Promise<void> {
  const { author, article } = ofRound(here)
  await send(
    here.stet,
    aComment(id, { author: { id: author, name: 'Reader' }, article: { id: article }, ...more }),
  )
  await judgeAs(here.stet, id, 'hold')
}

const statusOf = async ({ people }: Here, id: string) => (await people.viewer.item(id)).status

const actsAt = (here: Here) => ({
  hold: (id: string, more: Record<string, unknown> = {}) => hold(here, id, more),
  preview: <T = BulkPreview>(who: Person, selection: unknown = ofRound(here)) =>
    who.call<T>('POST', '/v1/bulk/preview', { selection }),
  act: <T = BulkAnswer>(who: Person, token: string, more: Record<string, unknown> = {}) =>
    who.call<T>('POST', '/v1/bulk', { verdict: 'reject', reason: 'Advertising', token, ...more }),
  statusOf: (id: string) => statusOf(here, id),
  statuses: () => Promise.all(here.ids.map((id) => statusOf(here, id))),
})

/**
 * For the tests of a file: a Stet with people at its desk and, before each test, three comments (`ids`) that are held, of an
 * author and on an article that no other test has. No report is due before the tests are over.
 */
export function useBulk() {
  const here = { round: 0 } as Here
  beforeAll(async () => {
    here.stet = await startStet(
      { DATABASE_URL: await freshDatabase(), ...reportsToNobody },
      { workers: false },
    )
    here.people = await peopleAt(here.stet, undoMs)
  })
  beforeEach(async () => {
    here.round += 1
    here.ids = ['a', 'b', 'c'].map((letter) => `c-${here.round}-${letter}`)
    for (const id of here.ids) await hold(here, id)
  })
  afterAll(async () => {
    await here.people?.stop()
    await here.stet?.stop()
  })
  return Object.assign(here, actsAt(here))
}
