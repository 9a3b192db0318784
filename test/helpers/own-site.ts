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

type Here = { db: Database; name: string }

async function rowOf({ db, name }: Here, id: string) {
  const row = await findComment(db, name, id)
  if (!row) throw new Error(`no comment ${id}`)
  return row
}

async function putBack(here: Here, id: string, minutes: number): Promise<void> {
  const { uid } = await rowOf(here, id)
  const then = sql<Date>`now() - ${`${minutes} minutes`}::interval`
  await here.db.transaction().execute(async (tx) => {
    await tx
      .updateTable('comment')
      .set({ received_at: then, revised_at: then })
      .where('uid', '=', uid)
      .execute()
    await tx.updateTable('fingerprint').set({ at: then }).where('comment_uid', '=', uid).execute()
  })
}

async function take(here: Here, id: string, given: Given): Promise<void> {
  const { body = text, author = 'a-1', article = 'n-1', parentId = null, minutesAgo = 0 } = given
  const input = { id, body, parentId, author: { id: author }, article: { id: article } }
  await acceptComment(here.db, given.site ?? here.name, commentInputSchema.parse(input), 0)
  if (minutesAgo > 0) await putBack(here, id, minutesAgo)
}

const actsAt = (here: Here) => ({
  /** Takes a comment in as if that many minutes ago. */
  take: (id: string, given: Given = {}) => take(here, id, given),
  /** As if the comment had come that many minutes ago. */
  putBack: (id: string, minutes: number) => putBack(here, id, minutes),
  rowOf: (id: string) => rowOf(here, id),
  historyOf: async (id: string): Promise<History> => readHistory(here.db, await rowOf(here, id)),
})

/** For the tests of a file: a database without a server and, for each test, a site in it that no other test has (`name`). */
export function useOwnSite() {
  const here = {} as Here
  let round = 0
  beforeAll(async () => {
    here.db = openDatabase(await freshDatabase(), () => undefined)
  })
  beforeEach(() => {
    here.name = `site-${++round}`
  })
  afterAll(() => here.db?.destroy())
  return Object.assign(here, actsAt(here))
}
