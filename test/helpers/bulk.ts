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

/**
 * For the tests of a file: a Stet with people at its desk and, before each test, three comments that are held, of an author
 * and on an article that no other test has. No report is due before the tests are over.
 */
export function useBulk() {
  let stet: TestStet
  let people: People
  let round = 0
  let ids: string[] = []
  beforeAll(async () => {
    stet = await startStet({ DATABASE_URL: await freshDatabase(), ...reportsToNobody }, { workers: false })
    people = await peopleAt(stet, undoMs)
  })
  beforeEach(async () => {
    round += 1
    ids = ['a', 'b', 'c'].map((letter) => `c-${round}-${letter}`)
    for (const id of ids) await hold(id)
  })
  afterAll(async () => {
    await people?.stop()
    await stet?.stop()
  })

  const ofRound = () => ({ author: `a-${round}`, article: `n-${round}` })
  const statusOf = async (id: string) => (await people.viewer.item(id)).status
  async function hold(id: string, more: Record<string, unknown> = {}): Promise<void> {
    const { author, article } = ofRound()
    await send(
      stet,
      aComment(id, { author: { id: author, name: 'Reader' }, article: { id: article }, ...more }),
    )
    await judgeAs(stet, id, 'hold')
  }

  return {
    get stet() {
      return stet
    },
    get people() {
      return people
    },
    get round() {
      return round
    },
    /** The three comments of the test. */
    get ids() {
      return ids
    },
    hold,
    preview: <T = BulkPreview>(who: Person, selection: unknown = ofRound()) =>
      who.call<T>('POST', '/v1/bulk/preview', { selection }),
    act: <T = BulkAnswer>(who: Person, token: string, more: Record<string, unknown> = {}) =>
      who.call<T>('POST', '/v1/bulk', { verdict: 'reject', reason: 'Advertising', token, ...more }),
    statusOf,
    statuses: () => Promise.all(ids.map(statusOf)),
  }
}
