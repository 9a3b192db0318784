import type { Item } from '../../src/desk/schemas/item.js'
import type { Verdict } from '../../src/domain/verdict.js'

/** Where a comment stands on this page. */
export type Standing =
  | { kind: 'open' }
  /** Decided here; `sent` once the server has taken it, with its decision. */
  | { kind: 'decided'; verdict: Verdict; act: string; decision?: string }
  | { kind: 'skipped'; act: string }
  /** Another decided, or it is gone; `refused` when that undid an act of this page. */
  | { kind: 'elsewhere'; words: string; refused: boolean }

export type Entry = { item: Item; standing: Standing }

const leaseIsOthers = ({ lease }: Item, me: string, now: number) =>
  lease !== null && lease.moderator !== me && Date.parse(lease.expiresAt) > now

export const isMine = ({ item, standing }: Entry, me: string, now = Date.now()): boolean =>
  standing.kind === 'open' && item.lease?.moderator === me && Date.parse(item.lease.expiresAt) > now

/** Whether this moderator can take it up: nobody has decided, and no colleague has it. */
export const isFree = ({ item, standing }: Entry, me: string, now = Date.now()): boolean =>
  standing.kind === 'open' && !leaseIsOthers(item, me, now)

type Look = (id: string) => Entry | undefined

/** The first after a place that is as wanted, from there to the end and then from the beginning. */
function nextThat(order: readonly string[], from: string | undefined, isWanted: (id: string) => boolean) {
  const at = from === undefined ? -1 : order.indexOf(from)
  return [...order.slice(at + 1), ...order.slice(0, Math.max(0, at))].find(isWanted)
}

/** The next that can be taken up, whether or not it is leased. */
export const nextFree = (order: readonly string[], look: Look, from: string | undefined, me: string) =>
  nextThat(order, from, (id) => {
    const entry = look(id)
    return entry !== undefined && isFree(entry, me)
  })

/** The next that is leased to this moderator. */
export const nextInHand = (order: readonly string[], look: Look, from: string | undefined, me: string) =>
  nextThat(order, from, (id) => {
    const entry = look(id)
    return entry !== undefined && isMine(entry, me)
  })

/** The neighbour of a place in the list as it stands; at an end, the place itself. */
export function neighbour(order: readonly string[], from: string | undefined, step: 1 | -1) {
  const at = from === undefined ? -1 : order.indexOf(from)
  return order[Math.max(0, Math.min(order.length - 1, at < 0 ? 0 : at + step))]
}

/** The list after a claim: what was not in it comes behind what is in hand; nothing else moves. */
export function withClaimed(order: readonly string[], claimed: readonly string[], mine: ReadonlySet<string>) {
  const unknown = claimed.filter((id) => !order.includes(id))
  const last = order.findLastIndex((id) => mine.has(id))
  return [...order.slice(0, last + 1), ...unknown, ...order.slice(last + 1)]
}

/** The list read anew: what is in hand stays in front, in its order; what is done leaves. */
export function refreshed(inHand: readonly string[], claimed: readonly string[], listed: readonly string[]) {
  return [...new Set([...inHand, ...claimed, ...listed])]
}
