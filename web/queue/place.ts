import { myName } from '../lib/session.js'
import { nextFree, nextInHand } from './entry.js'
import { claimAhead } from './load.js'
import { focused, order, peekEntry } from './state.js'

/**
 * Goes on to the next comment that is in this moderator's hand. Where there is none the card waits for the next handful:
 * what nobody has leased may be on a colleague's card in this moment.
 */
export function goOn(from: string): void {
  focused.value = nextInHand(order.peek(), peekEntry, from, myName())
  void claimAhead().then(() => {
    focused.value ??= nextInHand(order.peek(), peekEntry, from, myName()) ?? lastResort(from)
  })
}

// Nothing is to be had, or the server cannot be asked: what is in the list, and at its end the place itself.
const lastResort = (from: string) => nextFree(order.peek(), peekEntry, from, myName()) ?? from
