import { batch } from '@preact/signals'
import type { SkipBody } from '../../src/desk/schemas/decision.js'
import type { Verdict } from '../../src/domain/verdict.js'
import { announce } from '../lib/announce.js'
import { may, myName } from '../lib/session.js'
import { verdictWords } from '../lib/words.js'
import { undoBulk } from './bulk.js'
import { type Entry, isFree } from './entry.js'
import { whyNotDecide } from './may-decide.js'
import { goOn } from './place.js'
import { actKey, reopen, sendAct, takeBack, takeBackSkip } from './sending.js'
import { changeEntry, focused, order, peekEntry, waitingCount } from './state.js'
import { type Done, type DoneAct, doneStack, keyOf, pushDone, removeDone } from './undo-stack.js'

const countBy = (change: number) => {
  const now = waitingCount.peek()
  if (now !== undefined) waitingCount.value = Math.max(0, now + change)
}

/** What can be decided on; what a colleague has in hand is theirs. */
function openEntry(id: string) {
  const entry = peekEntry(id)
  if (entry?.standing.kind !== 'open' || !may('moderator')) return undefined
  if (isFree(entry, myName())) return entry
  announce(`${entry.item.lease?.moderator} has it.`)
  return undefined
}

type Word = { verdict: Verdict; reason: string | null; place: DoneAct['place'] }

/** Marks a comment as decided, and sends that. */
function record({ item }: Entry, { verdict, reason, place }: Word): void {
  const { id: comment, revision } = item
  const key = actKey()
  const words = `${verdictWords[verdict]}${reason === null ? '' : `: ${reason}`}`
  changeEntry(comment, { standing: { kind: 'decided', verdict, act: key } })
  pushDone({ kind: 'act', act: key, comment, words, verdict, place })
  announce(words)
  const onDecision = item.decision?.id ?? null
  sendAct({ kind: 'decide', key, comment, revision, onDecision, verdict, reason })
}

/** Decides at once on the page, and goes on to the next. */
export function decide(id: string, verdict: Verdict, reason: string | null): void {
  const entry = openEntry(id)
  if (!entry) return
  batch(() => {
    record(entry, { verdict, reason, place: 'queue' })
    countBy(-1)
    goOn(id)
  })
}

/** Decides on a comment where it stands in a list, whatever its status is. */
export function decideInPlace(id: string, verdict: Verdict, reason: string | null): void {
  const entry = peekEntry(id)
  if (entry && entry.standing.kind !== 'decided' && whyNotDecide(entry) === undefined)
    record(entry, { verdict, reason, place: 'thread' })
}

/** Leaves a comment to others for an hour. */
export function skip(id: string, reason: SkipBody['reason'], note?: string): void {
  if (!openEntry(id)) return
  const key = actKey()
  const words = reason === 'colleague' ? 'left for a colleague' : 'skipped'
  batch(() => {
    changeEntry(id, { standing: { kind: 'skipped', act: key } })
    pushDone({ kind: 'act', act: key, comment: id, words, place: 'queue' })
    countBy(-1)
    goOn(id)
  })
  announce(words)
  sendAct({ kind: 'skip', key, comment: id, reason }, note)
}

/** Puts a comment that was decided on at the queue back on its card. */
function backToCard(comment: string): void {
  if (!order.peek().includes(comment)) {
    const at = Math.max(0, order.peek().indexOf(focused.peek() ?? ''))
    order.value = order.peek().toSpliced(at, 0, comment)
  }
  focused.value = comment
  countBy(1)
}

/** Undoes one act, and goes back to what it was about. */
export async function undo(done: Done): Promise<void> {
  removeDone((one) => keyOf(one) === keyOf(done))
  announce(`Undone: ${done.words}`)
  if (done.kind === 'bulk') return undoBulk(done.bulk, done.comments)
  const { act, comment, place, verdict, decision } = done
  // A page that was loaded since does not know the comment yet.
  if (peekEntry(comment) === undefined) await reopen(comment)
  batch(() => {
    changeEntry(comment, { standing: { kind: 'open' } })
    if (place === 'queue' && peekEntry(comment)) backToCard(comment)
  })
  if (verdict === undefined) takeBackSkip(act)
  else takeBack(act, comment, decision)
}

/** Undoes the latest act that can be, an earlier one the next time. */
export function undoLast(): void {
  const last = doneStack.peek().at(-1)
  if (last) void undo(last)
  else announce('There is nothing to undo.')
}

/** Undoes what was decided on a comment, however long ago on this page; what was decided with it too. */
export function undoOn(comment: string): void {
  const done = doneStack
    .peek()
    .findLast((one) => (one.kind === 'act' ? one.comment === comment : one.comments.includes(comment)))
  if (done) void undo(done)
}
