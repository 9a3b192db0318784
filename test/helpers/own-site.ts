import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { commentInputSchema } from '../../src/domain/comment.js'
import { acceptComment } from '../../src/store/accept.js'
import { type History, readHistory } from '../../src/store/circumstances.js'
import { findComment } from '../../src/store/comments.js'
import { type Database, openDatabase } from '../../src/store/database.js'
import { freshDatabase } from './database.js'

/** What a comment says when a test does not give its words. */
export const text =
  'The council voted seven to four on the bridge, and the mayor has not said a word about the cost of it.'

type Given = {
  body?: string
  author?: string
  article?: string
  parentId?: string
  minutesAgo?: number
  site?: string
}

/** For the tests of a file: a database without a server and, for each test, a site in it that no other test has. */
export function useOwnSite() {
  let db: Database
  let round = 0
  beforeAll(async () => {
    db = openDatabase(await freshDatabase(), () => undefined)
  })
  beforeEach(() => {
    round += 1
  })
  afterAll(() => db?.destroy())

  const site = () => `site-${round}`

  async function rowOf(id: string) {
    const row = await findComment(db, site(), id)
    if (!row) throw new Error(`no comment ${id}`)
    return row
  }

  /** As if the comment had come that many minutes ago. */
  async function putBack(id: string, minutes: number): Promise<void> {
    const { uid } = await rowOf(id)
    const then = sql<Date>`now() - ${`${minutes} minutes`}::interval`
    await db.transaction().execute(async (tx) => {
      await tx
        .updateTable('comment')
        .set({ received_at: then, revised_at: then })
        .where('uid', '=', uid)
        .execute()
      await tx.updateTable('fingerprint').set({ at: then }).where('comment_uid', '=', uid).execute()
    })
  }

  return {
    get db() {
      return db
    },
    get name() {
      return site()
    },
    /** Takes a comment in as if that many minutes ago. */
    take: async (id: string, given: Given = {}): Promise<void> => {
      const { body = text, author = 'a-1', article = 'n-1', parentId = null, minutesAgo = 0 } = given
      const input = { id, body, parentId, author: { id: author }, article: { id: article } }
      await acceptComment(db, given.site ?? site(), commentInputSchema.parse(input), 0)
      if (minutesAgo > 0) await putBack(id, minutesAgo)
    },
    putBack,
    rowOf,
    historyOf: async (id: string): Promise<History> => readHistory(db, await rowOf(id)),
  }
}
