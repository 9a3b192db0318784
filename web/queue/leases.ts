import { batch, signal } from '@preact/signals'
import { call } from '../lib/call.js'
import { myName } from '../lib/session.js'
import { claimAhead } from './load.js'
import { keepPlace } from './remember.js'
import { changeEntry, mine, peekEntry } from './state.js'

// A lease lasts two minutes: renewed so often, one that fails is followed by another in time.
const renewMs = 45_000
// Whoever does not touch the page for so long has gone; what they had in hand is free for colleagues.
const idleMs = 300_000

/** Nothing was touched for a while, and what was in hand has been given back. */
export const away = signal(false)

let touchedAt = Date.now()

const leasedTo = (moderator: string) => ({
  moderator,
  expiresAt: new Date(Date.now() + 120_000).toISOString(),
})

function setLeases(ids: Iterable<string>, moderator: string | undefined): void {
  batch(() => {
    for (const id of ids) {
      const item = peekEntry(id)?.item
      if (item) changeEntry(id, { item: { ...item, lease: moderator ? leasedTo(moderator) : null } })
    }
  })
}

async function renew(): Promise<void> {
  const ids = [...mine.peek()]
  if (ids.length === 0) return claimAhead()
  const still = await call<{ ids: string[] }>('POST', '/v1/queue/renew', { ids })
  const kept = new Set(still.ids)
  setLeases(kept, myName())
  setLeases(
    ids.filter((id) => !kept.has(id)),
    undefined,
  )
  await claimAhead()
}

/** Gives back what of these is in hand still. `keepalive` lets the page go before it is answered. */
export function giveBack(ids: string[], keepalive = false): void {
  const inHand = ids.filter((id) => mine.peek().has(id))
  if (inHand.length === 0) return
  setLeases(inHand, undefined)
  // They lapse by themselves soon; this is only sooner.
  call('POST', '/v1/queue/release', { ids: inHand }, { keepalive }).catch(() => undefined)
}

/** Gives everything back, and remembers it for who returns. */
function leave(keepalive: boolean): void {
  keepPlace()
  giveBack([...mine.peek()], keepalive)
}

function tick(): void {
  if (document.visibilityState !== 'visible' || away.peek()) return
  if (Date.now() - touchedAt > idleMs) {
    away.value = true
    giveBack([...mine.peek()])
  } else renew().catch(() => undefined)
}

function touch(): void {
  touchedAt = Date.now()
  if (!away.peek()) return
  away.value = false
  void claimAhead()
}

const onVisible = () => {
  if (document.visibilityState === 'visible') tick()
}
const onLeave = () => leave(true)
// A page that comes back from the browser's memory has given everything back.
const onReturn = (event: PageTransitionEvent) => {
  if (event.persisted) void claimAhead()
}

/** Keeps what is in hand while the page is looked at; the answer stops it, and gives everything back. */
export function keepLeases(): () => void {
  const timer = setInterval(tick, renewMs)
  touch()
  document.addEventListener('visibilitychange', onVisible)
  for (const kind of ['keydown', 'pointerdown', 'wheel'] as const)
    addEventListener(kind, touch, { passive: true })
  addEventListener('pagehide', onLeave)
  addEventListener('pageshow', onReturn)
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', onVisible)
    for (const kind of ['keydown', 'pointerdown', 'wheel'] as const) removeEventListener(kind, touch)
    removeEventListener('pagehide', onLeave)
    removeEventListener('pageshow', onReturn)
    leave(false)
  }
}
