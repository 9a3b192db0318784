import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import cliProgress from 'cli-progress'
import { type Context, site } from '../context.js'
import { type CommentInput, commentInputSchema } from '../domain/comment.js'
import { acceptComment } from '../store/accept.js'

const file = fileURLToPath(new URL('../../demo/comments.ndjson', import.meta.url))
const shownLength = 60
const marks = {
  published: 'published',
  held: 'held     ',
  rejected: 'rejected ',
  pending: 'waiting  ',
  erased: 'erased   ',
}

async function settled(context: Context, ids: string[]): Promise<number> {
  const { count } = await context.db
    .selectFrom('comment')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('site', '=', site)
    .where('id', 'in', ids)
    .where('status', '<>', 'pending')
    .executeTakeFirstOrThrow()
  return Number(count)
}

async function waitForAll(context: Context, ids: string[]): Promise<void> {
  const bar = new cliProgress.SingleBar({
    format: '  judged [{bar}] {value}/{total}',
    stream: process.stderr,
  })
  bar.start(ids.length, 0)
  let done = 0
  while (done < ids.length) {
    done = await settled(context, ids)
    bar.update(done)
    if (done < ids.length) await sleep(100)
  }
  bar.stop()
}

async function show(context: Context, inputs: Map<string, CommentInput>): Promise<void> {
  const rows = await context.db
    .selectFrom('comment')
    .leftJoin('decision', 'decision.id', 'comment.decision_id')
    .select(['comment.id', 'comment.status', 'decision.reasons'])
    .where('comment.site', '=', site)
    .where('comment.id', 'in', [...inputs.keys()])
    .orderBy('comment.uid')
    .execute()
  for (const row of rows) {
    const text = (inputs.get(row.id)?.body ?? '')
      .replace(/\s+/g, ' ')
      .slice(0, shownLength)
      .padEnd(shownLength)
    const why = (row.reasons ?? []).filter((reason) => !reason.shadow).map((reason) => reason.rule)
    process.stderr.write(`  ${marks[row.status]}  ${text}  ${why.join(', ')}\n`)
  }
}

/** Sends the demonstration's comments in, in their order, and shows on the terminal what becomes of each. */
export async function playDemo(context: Context): Promise<void> {
  const lines = (await readFile(file, 'utf8')).trim().split('\n')
  const inputs = new Map<string, CommentInput>()
  for (const line of lines) {
    const input = commentInputSchema.parse(JSON.parse(line))
    const accepted = await acceptComment(context.db, site, input, 0)
    inputs.set(input.id, input)
    if (accepted.kind === 'created' || accepted.kind === 'revised')
      await context.queues.addComments([{ uid: accepted.comment.uid, revision: accepted.comment.revision }])
  }
  await waitForAll(context, [...inputs.keys()])
  await show(context, inputs)
}
