import { actionOf } from '../keys.js'
import { undoLast } from '../queue/acts.js'
import { keyMap } from '../queue/my-keys.js'
import { asked, chooseReason, closeAsked } from './asked.js'

const rows = () => [...document.querySelectorAll<HTMLElement>('.comment-row')]
const rowHere = () => document.activeElement?.closest<HTMLElement>('.comment-row') ?? undefined

function go(step: 1 | -1): boolean {
  const all = rows()
  const here = rowHere()
  const to = all[here ? Math.max(0, Math.min(all.length - 1, all.indexOf(here) + step)) : 0]
  closeAsked()
  to?.focus()
  return to !== undefined
}

/** Presses a button of the comment that has the focus; false where there is none. */
function press(act: 'publish' | 'reject'): boolean {
  const button = rowHere()?.querySelector<HTMLElement>(`[data-act="${act}"]`)
  if (act === 'reject') button?.focus()
  button?.click()
  return button != null
}

/** Whether the key was an answer to why a comment is rejected. */
function answered(key: string): boolean {
  if (asked.peek() === undefined) return false
  if (key === 'Escape') closeAsked()
  else if (/^[1-9]$/.test(key)) chooseReason(Number(key) - 1)
  else if (key === keyMap.peek().reject) chooseReason(0)
  else return false
  return true
}

/** The queue's keys where comments stand one below the other: what they act on is the one with the focus. */
export function onThreadKey(key: string): boolean {
  if (answered(key)) return true
  const action = actionOf(keyMap.peek(), key)
  if (action === 'next') return go(1)
  if (action === 'previous') return go(-1)
  if (action === 'publish' || action === 'reject') return press(action)
  if (action !== 'undo') return false
  undoLast()
  return true
}
