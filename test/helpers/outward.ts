import { randomBytes } from 'node:crypto'
import { deliver } from '../../src/reports/deliver.js'
import { takeLostReports } from '../../src/store/sweep.js'
import { freshDatabase } from './database.js'
import { sendStory, story } from './desk-story.js'
import { type Receiver, receiveReports } from './receiver.js'
import { moderatorToken, startStet, type TestStet } from './stet.js'
import { until } from './until.js'

/** Settings with which reports are written down for an address where nobody listens: to see what would be sent. */
export const reportsToNobody = {
  STET_REPORT_URL: 'http://127.0.0.1:9/nobody',
  STET_REPORT_SECRET: `whsec_${Buffer.alloc(32).toString('base64')}`,
}

export type Newsroom = { stet: TestStet; receiver: Receiver; stop: () => Promise<void> }

/** A whole Stet with its worker, the real model (unless `workers` is false), and a site that takes reports. */
export async function openNewsroom(options: { workers?: boolean } = {}): Promise<Newsroom> {
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  const receiver = await receiveReports(secret)
  const env = {
    DATABASE_URL: await freshDatabase(),
    STET_REPORT_URL: receiver.url,
    STET_REPORT_SECRET: secret,
  }
  const stet = await startStet(env, options)
  return {
    stet,
    receiver,
    stop: async () => {
      await stet.stop()
      await receiver.stop()
    },
  }
}

/** Sends the story under articles that are moderated beforehand, so that the worker holds what the rules would publish. */
export async function holdStory(stet: TestStet): Promise<void> {
  const mode = { mode: 'premoderate', reason: 'For the tests.', until: null }
  for (const article of Object.keys(story.articles))
    await stet.call('PUT', `/v1/articles/${article}/mode`, { key: moderatorToken, body: mode })
  await sendStory(stet)
  await until('all of the story judged', async () => {
    const row = await stet.context.db
      .selectFrom('comment')
      .select((eb) => eb.fn.countAll<string>().as('count'))
      .where('status', '=', 'pending')
      .executeTakeFirstOrThrow()
    return row.count === '0'
  })
}

/** Sends all reports that are due, as the workers would; `secret` signs those to the endpoint of the configuration. */
export async function sendReports({ context: { db, logger } }: TestStet, secret: string): Promise<void> {
  await db
    .updateTable('report')
    .set({ enqueued_at: new Date(0) })
    .where('state', '=', 'pending')
    .execute()
  for (const job of await takeLostReports(db))
    await deliver({ db, logger, secret, onDelivery: () => undefined, timeoutMs: 1_000 }, job)
}

/** What the site was told about a comment by moderators, oldest first. */
export const toldByModerators = ({ receiver }: Newsroom, id: string): string[] =>
  receiver.reports
    .filter(({ data }) => data.comment.id === id && data.decision?.by.kind === 'moderator')
    .map(({ type }) => type)
