import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import cliProgress from 'cli-progress'
import { type Context, site } from '../context.js'
import { type CommentInput, commentInputSchema } from '../domain/comment.js'
import type { Status } from '../domain/verdict.js'
import { acceptComment } from '../store/accept.js'
import { bodyOf, findComment } from '../store/comments.js'
import { type MadeKeys, queueLine } from './banner.js'

const file = fileURLToPath(new URL('../../demo/comments.ndjson', import.meta.url))
const shownLength = 60
const pollMs = 100
const say = (line: string) => process.stderr.write(`${line}\n`)

async function readInputs(): Promise<CommentInput[]> {
  const lines = (await readFile(file, 'utf8')).trim().split('\n')
  return lines.map((line) => commentInputSchema.parse(JSON.parse(line)))
}

/** Whether the comment already stands as its last text leaves it: told again, its first would be an edit backwards. */
async function isTold({ db }: Context, last: CommentInput): Promise<boolean> {
  const row = await findComment(db, site, last.id)
  if (!row) return false
  return row.status === 'erased' || (await bodyOf(db, row.uid, row.revision)) === last.body
}

async function send({ db, queues, logger }: Context, input: CommentInput): Promise<void> {
  const accepted = await acceptComment(db, site, input, 0)
  if (accepted.kind !== 'created' && accepted.kind !== 'revised') return
  const { uid, revision } = accepted.comment
  await queues
    .addComments([{ uid, revision }])
    .catch((err: unknown) => logger.warn({ err }, 'stored, but not enqueued: the sweep will'))
}

async function readOutcomes({ db }: Context, ids: string[]) {
  return db
    .selectFrom('comment')
    .leftJoin('decision', 'decision.id', 'comment.decision_id')
    .select(['comment.id', 'comment.status', 'decision.reasons'])
    .where('comment.site', '=', site)
    .where('comment.id', 'in', ids)
    .orderBy('comment.uid')
    .execute()
}

type Outcomes = Awaited<ReturnType<typeof readOutcomes>>

const countOf = (outcomes: Outcomes, status: Status) =>
  outcomes.filter((outcome) => outcome.status === status).length

async function waitForAll(context: Context, ids: string[], stopping: AbortSignal): Promise<Outcomes> {
  const bar = new cliProgress.SingleBar({
    format: '  judged [{bar}] {value}/{total}',
    stream: process.stderr,
    // In a log file or a pipe the bar is a line every two seconds.
    noTTYOutput: true,
    notTTYSchedule: 2_000,
  })
  bar.start(ids.length, 0)
  try {
    for (;;) {
      const outcomes = await readOutcomes(context, ids)
      const done = outcomes.length - countOf(outcomes, 'pending')
      bar.update(done)
      if (done >= ids.length) return outcomes
      await sleep(pollMs, undefined, { signal: stopping })
    }
  } finally {
    bar.stop()
  }
}

function show(outcomes: Outcomes, last: Map<string, CommentInput>): void {
  for (const { id, status, reasons } of outcomes) {
    const body = last.get(id)?.body ?? ''
    const text = body.replace(/\s+/g, ' ').slice(0, shownLength).padEnd(shownLength)
    const why = (reasons ?? []).filter((reason) => !reason.shadow).map((reason) => reason.rule)
    say(`  ${status.padEnd(9)}  ${text}  ${why.join(', ')}`)
  }
}

/** Sends the demonstration's comments in, in their order, and shows on the terminal what becomes of each. */
export async function playDemo(
  context: Context,
  url: string,
  made: MadeKeys,
  stopping: AbortSignal,
): Promise<void> {
  const inputs = await readInputs()
  const last = new Map(inputs.map((input) => [input.id, input]))
  const ids = [...last.keys()]
  const untold = new Set<string>()
  for (const [id, input] of last) if (!(await isTold(context, input))) untold.add(id)
  // Those that the start before this one sent in, and was stopped before they were judged.
  const pending = (await readOutcomes(context, ids)).filter(({ status }) => status === 'pending')
  for (const input of inputs.filter(({ id }) => untold.has(id))) {
    stopping.throwIfAborted()
    await send(context, input)
  }
  const awaited = new Set([...untold, ...pending.map(({ id }) => id)])
  if (awaited.size > 0) show(await waitForAll(context, [...awaited], stopping), last)
  const outcomes = await readOutcomes(context, ids)
  const count = (status: Status) => `${countOf(outcomes, status)} ${status}`
  say(
    `\n  The demonstration: ${count('published')}, ${count('held')}, ${count('rejected')}. To read what is held:`,
  )
  say(`  ${queueLine(url, made)}\n`)
}
