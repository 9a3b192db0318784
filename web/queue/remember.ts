import { effect } from '@preact/signals'
import { readInTab, writeInTab } from '../lib/kept.js'
import { myName } from '../lib/session.js'
import { filterUrl } from './filters.js'
import { filters, focused, mine } from './state.js'
import { doneStack, toast } from './undo-stack.js'

// Ids, verdicts and reasons that the page has words for; never a text. Each person's apart.
const undoAs = () => `undo.${myName()}`
const placeAs = () => `place.${myName()}`

type KeptUndo = { stack: typeof doneStack.value; toast: typeof toast.value }
type Place = { url: string; hand: string[]; focused: string | undefined }

/** Lets what can be undone outlive a reload of the page; the answer stops it. */
export function rememberDone(): () => void {
  const kept = readInTab<KeptUndo>(undoAs())
  if (kept && doneStack.peek().length === 0) {
    doneStack.value = kept.stack
    if (kept.toast && kept.toast.until > Date.now()) toast.value = kept.toast
  }
  return effect(() => {
    writeInTab(undoAs(), { stack: doneStack.value, toast: toast.value } satisfies KeptUndo)
  })
}

/** Keeps what is in hand and which of it is on the card, for who comes back or loads the page again. */
export function keepPlace(): void {
  const url = filterUrl(filters.peek())
  writeInTab(placeAs(), { url, hand: [...mine.peek()], focused: focused.peek() } satisfies Place)
}

/** The place that was left, if it was in this list; it is good for once. */
export function takePlace(): Place | undefined {
  const kept = readInTab<Place | null>(placeAs())
  writeInTab(placeAs(), null)
  return kept && kept.url === filterUrl(filters.peek()) ? kept : undefined
}
