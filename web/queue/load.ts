import { batch } from '@preact/signals'
import type { Item } from '../../src/desk/schemas/item.js'
import type { ListAnswer } from '../../src/desk/schemas/queue.js'
import { call, get, messageOf, query } from '../lib/call.js'
import { may, myName } from '../lib/session.js'
import { isMine, nextFree, refreshed, withClaimed } from './entry.js'
import type { Sort } from './filters.js'
import { takePlace } from './remember.js'
import {
  filters,
  focused,
  forgetBut,
  fresh,
  loadFault,
  loading,
  mine,
  newestSeen,
  nextCursor,
  order,
  peekEntry,
  putItems,
  waitingCount,
} from './state.js'
import { undoable } from './undo-stack.js'

// The card, the one after it, and enough that a quick hand never waits; few enough to leave for colleagues.
const inHandMost = 5
const inHandLeast = 3
const pageSize = 100

async function claim(count: number): Promise<Item[]> {
  if (!may('moderator') || count < 1) return []
  const body = { ...filters.peek(), count }
  const { items } = await call<{ items: Item[] }>('POST', '/v1/queue/claim', body)
  return items
}

/** Takes certain comments, in the order in which they are asked for; not those that a colleague has. */
export async function claimThese(ids: string[]): Promise<Item[]> {
  if (!may('moderator') || ids.length === 0) return []
  const { items } = await call<{ items: Item[] }>('POST', '/v1/queue/claim', { ids })
  return items.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
}

const list = (cursor?: string, other: { sort?: Sort; limit?: number } = {}) =>
  get<ListAnswer>(`/v1/queue${query({ ...filters.peek(), limit: pageSize, cursor, ...other })}`)

/** Counts what waits by the filters; @throws {CallError} */
export async function readCount(): Promise<void> {
  const { sort: _, ...narrowed } = filters.peek()
  waitingCount.value = (await get<{ count: number }>(`/v1/queue/count${query(narrowed)}`)).count
}

// What is in hand stays so when the list is read anew, unless it was read with other filters.
const stillInHand = () =>
  order.peek().filter((id) => {
    const entry = peekEntry(id)
    return entry !== undefined && isMine(entry, myName())
  })

const later = (a: string, b: string) => (a > b ? a : b)

/** Since when the newest waits: what is not in the list may be on a page that was not read. */
async function newest(page: ListAnswer): Promise<string> {
  const { items } = page.nextCursor === null ? page : await list(undefined, { sort: 'newest', limit: 1 })
  return items.map(({ waitingSince }) => waitingSince).reduce(later, '')
}

type Read = { inHand: string[]; claimed: Item[]; page: ListAnswer; onCard: string | undefined }

function show({ inHand, claimed, page, onCard }: Read): void {
  batch(() => {
    putItems([...page.items, ...claimed])
    const ids = (items: Item[]) => items.map(({ id }) => id)
    order.value = refreshed(inHand, ids(claimed), ids(page.items)).filter((id) => {
      const entry = peekEntry(id)
      return entry?.standing.kind === 'open' && entry.item.status === 'held'
    })
    nextCursor.value = page.nextCursor
    fresh.value = new Set()
    const now = onCard ?? focused.peek()
    if (now !== undefined && order.peek().includes(now)) focused.value = now
    else focused.value = nextFree(order.peek(), peekEntry, undefined, myName()) ?? order.peek()[0]
  })
}

/** Reads the list anew by the filters, with a handful for this moderator in front. */
export async function load(anew: { keepInHand: boolean }): Promise<void> {
  loading.value = true
  const asked = filters.peek()
  try {
    const inHand = anew.keepInHand ? stillInHand() : []
    const place = anew.keepInHand ? undefined : takePlace()
    const before = await claimThese(place?.hand ?? [])
    const claimed = [...before, ...(await claim(inHandMost - inHand.length - before.length))]
    const page = await list()
    const since = await newest(page)
    if (filters.peek() !== asked) return
    newestSeen.value = since
    show({ inHand, claimed, page, onCard: place?.focused })
    forgetBut(new Set([...order.peek(), ...undoable()]))
    loadFault.value = undefined
    await readCount()
  } catch (error) {
    loadFault.value = messageOf(error)
  } finally {
    if (filters.peek() === asked) loading.value = false
  }
}

/** The next page, below what is there. */
export async function loadMore(): Promise<void> {
  const cursor = nextCursor.peek()
  if (cursor === null) return
  const asked = filters.peek()
  const page = await list(cursor)
  if (filters.peek() !== asked || nextCursor.peek() !== cursor) return
  batch(() => {
    putItems(page.items)
    const known = new Set(order.peek())
    order.value = [...order.peek(), ...page.items.map(({ id }) => id).filter((id) => !known.has(id))]
    nextCursor.value = page.nextCursor
  })
}

async function take(count: number): Promise<void> {
  const items = await claim(count)
  batch(() => {
    const before = mine.peek()
    putItems(items)
    order.value = withClaimed(
      order.peek(),
      items.map(({ id }) => id),
      before,
    )
  })
}

let claiming: Promise<void> | undefined

/** Keeps a few in hand ahead of the card. A failure is no matter: the next act asks again. */
export function claimAhead(): Promise<void> {
  const ahead = [...mine.peek()].filter((id) => id !== focused.peek()).length
  if (ahead >= inHandLeast) return Promise.resolve()
  claiming ??= take(inHandMost - ahead)
    // The list is still there to work on, and the connection's state is shown.
    .catch(() => undefined)
    .finally(() => {
      claiming = undefined
    })
  return claiming
}
