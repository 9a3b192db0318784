import { batch, signal } from '@preact/signals'
import type { Verdict } from '../../src/domain/verdict.js'

/** A decision, or a skip (then without a verdict), of one comment. `place` is where to go back to. */
export type DoneAct = {
  kind: 'act'
  act: string
  comment: string
  words: string
  place: 'queue' | 'thread'
  verdict?: Verdict
  /** As soon as the server has taken it. */
  decision?: string
}
/** What can be undone, the latest last. */
export type Done = DoneAct | { kind: 'bulk'; bulk: string; comments: string[]; words: string }

// A day's shift of decisions is in the audit; the hand remembers fewer.
const most = 200

export const doneStack = signal<Done[]>([])
/** The act that the toast offers to undo, with its deadline: before it no report has gone out. */
export const toast = signal<{ done: Done; until: number } | undefined>(undefined)

/** As long as the server holds a decision's report back. */
export const quietUndoMs = 5_000

/** Remembers an act, and offers for five seconds to undo it. */
export function pushDone(done: Done): void {
  doneStack.value = [...doneStack.peek(), done].slice(-most)
  toast.value = { done, until: Date.now() + quietUndoMs }
}

/** What an act goes by: it may be told anew, with its decision. */
export const keyOf = (done: Done) => (done.kind === 'act' ? done.act : done.bulk)

export function removeDone(isIt: (done: Done) => boolean): void {
  doneStack.value = doneStack.peek().filter((done) => !isIt(done))
  const shown = toast.peek()
  if (shown && isIt(shown.done)) toast.value = undefined
}

/** Notes which decision an act has become, so that it can be undone by any page that knows of it. */
export function setDecision(act: string, decision: string): void {
  const withIt = (done: Done): Done =>
    done.kind === 'act' && done.act === act ? { ...done, decision } : done
  batch(() => {
    doneStack.value = doneStack.peek().map(withIt)
    const shown = toast.peek()
    if (shown) toast.value = { ...shown, done: withIt(shown.done) }
  })
}

/** The comments that an undo may lead back to. */
export const undoable = (): string[] =>
  doneStack.peek().flatMap((done) => (done.kind === 'act' ? [done.comment] : done.comments))
