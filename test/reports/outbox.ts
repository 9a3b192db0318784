import { deliver } from '../../src/reports/deliver.js'
import { aComment, judgeAs, send } from '../helpers/comments.js'
import { freshDatabase } from '../helpers/database.js'
import { startStet, type TestStet } from '../helpers/stet.js'

export const secret = `whsec_${Buffer.from('a secret of the tests, thirty-two').toString('base64')}`
const unset = 'http://127.0.0.1:9/replaced'

/** Stet without workers, whose reports a test delivers one attempt at a time. */
export async function startOutbox() {
  const stet: TestStet = await startStet(
    { DATABASE_URL: await freshDatabase(), STET_REPORT_URL: unset, STET_REPORT_SECRET: secret },
    { workers: false },
  )
  const { db, logger } = stet.context
  const outcomes: string[] = []
  return {
    stet,
    db,
    /** What the attempts came to, in their order. */
    outcomes,
    rowOf: (id: string) => db.selectFrom('report').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    makeDue: (id: string) =>
      db
        .updateTable('report')
        .set({ due_at: new Date(Date.now() - 1) })
        .where('id', '=', id)
        .execute(),
    attempt: (report: string, number = 0, parts: { secret?: string | undefined } = { secret }) =>
      deliver(
        { db, logger, onDelivery: (outcome) => outcomes.push(outcome), timeoutMs: 300, secret: parts.secret },
        { report, attempt: number },
      ),
    /** A comment decided on, and the id of the report about it, which goes to this endpoint. */
    aReport: async (endpoint: string, comment: string): Promise<string> => {
      await send(stet, aComment(comment))
      await judgeAs(stet, comment, 'publish')
      const { id } = await db
        .selectFrom('report')
        .select('id')
        .where('endpoint', '=', unset)
        .executeTakeFirstOrThrow()
      await db.updateTable('report').set({ endpoint }).where('id', '=', id).execute()
      return id
    },
  }
}

export type Outbox = Awaited<ReturnType<typeof startOutbox>>
