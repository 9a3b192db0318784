import { signal } from '@preact/signals'
import { decideInPlace } from '../queue/acts.js'
import { rejectReasons } from '../queue/reasons.js'

/** The comment of which it is asked why it is rejected. */
export const asked = signal<string | undefined>(undefined)

export const closeAsked = () => {
  asked.value = undefined
}

/** Rejects the comment that is asked about for the reason with this number. */
export function chooseReason(at: number): void {
  const id = asked.peek()
  const reason = rejectReasons[at]
  if (id === undefined || reason === undefined) return
  closeAsked()
  decideInPlace(id, 'reject', reason)
}
