import { signal } from '@preact/signals'

/** What can be undone, the latest last: a decision or a skip of this page, or a bulk act. */
export type Done =
  | { kind: 'act'; act: string; comment: string; words: string }
  | { kind: 'bulk'; bulk: string; comments: string[]; words: string }

// A day's shift of decisions is in the audit; the hand remembers fewer.
const most = 200

export const doneStack = signal<Done[]>([])
/** The act that the toast offers to undo, with its deadline: before it no report has gone out. */
export const toast = signal<{ done: Done; until: number } | undefined>(undefined)

/** As long as the server holds a decision's report back. */
export const quietUndoMs = 5_000

export function pushDone(done: Done): void {
  doneStack.value = [...doneStack.peek(), done].slice(-most)
  toast.value = { done, until: Date.now() + quietUndoMs }
}

export function removeDone(isIt: (done: Done) => boolean): void {
  doneStack.value = doneStack.peek().filter((done) => !isIt(done))
  const shown = toast.peek()
  if (shown && isIt(shown.done)) toast.value = undefined
}

export const undoable = (): string[] =>
  doneStack.peek().flatMap((done) => (done.kind === 'act' ? [done.comment] : done.comments))
