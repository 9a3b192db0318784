import { effect } from '@preact/signals'
import { may, myName } from '../lib/session.js'
import { isFree, isMine } from './entry.js'
import { away, giveBack } from './leases.js'
import { claimThese } from './load.js'
import { readAnew } from './sending.js'
import { focused, focusedEntry, peekEntry, putEntry, putItems } from './state.js'

// Whoever goes through the list does not stop at each.
const settleMs = 250

/** Takes a comment that nobody had when it was last heard of; whoever was faster is shown on the card. */
async function take(id: string): Promise<boolean> {
  const items = await claimThese([id])
  putItems(items)
  if (items.length > 0) return true
  const item = await readAnew(id)
  const entry = peekEntry(id)
  if (!item || entry?.standing.kind !== 'open') return false
  const words = `It is ${item.status} now.`
  const gone = { kind: 'elsewhere' as const, words, refused: false }
  putEntry(id, { item, standing: item.status === 'held' ? entry.standing : gone })
  return false
}

/**
 * Leases what is on the card where the list has led to it and not the handful, and gives it back when one goes on without
 * deciding. The answer stops it.
 */
export function holdCard(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let taken: string | undefined
  const hold = async (id: string) => {
    if (!(await take(id))) return
    if (focused.peek() === id) taken = id
    else giveBack([id])
  }
  const stop = effect(() => {
    const entry = focusedEntry.value
    clearTimeout(timer)
    if (taken !== undefined && taken !== focused.value) {
      giveBack([taken])
      taken = undefined
    }
    if (!entry || away.value || !may('moderator')) return
    if (!isFree(entry, myName()) || isMine(entry, myName())) return
    const { id } = entry.item
    // Without a connection it is as it was: what is decided meets a colleague's word when it is sent.
    timer = setTimeout(() => void hold(id).catch(() => undefined), settleMs)
  })
  return () => {
    clearTimeout(timer)
    stop()
  }
}
