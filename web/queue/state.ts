import { computed, type Signal, signal } from '@preact/signals'
import type { Item } from '../../src/desk/schemas/item.js'
import { myName } from '../lib/session.js'
import { type Entry, isMine } from './entry.js'
import { type Filters, readFilters } from './filters.js'

/** The comments of the list, by id, each with a signal of its own so that one change draws one row. */
const entries = new Map<string, Signal<Entry>>()

/** The list as it stands; it moves only when the moderator asks for it. */
export const order = signal<string[]>([])
/** The comment on the card. */
export const focused = signal<string | undefined>(undefined)
export const selected = signal<ReadonlySet<string>>(new Set())
export const filters = signal<Filters>(readFilters({}))
/** Whether there is more in the list than was read, and where it goes on. */
export const nextCursor = signal<string | null>(null)
/** How many match the filters; undefined until it is known. */
export const waitingCount = signal<number | undefined>(undefined)
/** Comments that came in since the list was read. */
export const fresh = signal<ReadonlySet<string>>(new Set())
/** Since when the latest comment waits that was there when the list was read. */
export const newestSeen = signal('')
export const loading = signal(true)
export const loadFault = signal<string | undefined>(undefined)

/** Draws anew whatever reads it, when the comment changes. */
export const entryOf = (id: string): Entry | undefined => entries.get(id)?.value
/** The same without drawing anew. */
export const peekEntry = (id: string): Entry | undefined => entries.get(id)?.peek()

export function putEntry(id: string, entry: Entry): void {
  const found = entries.get(id)
  if (found) found.value = entry
  else entries.set(id, signal(entry))
}

export function changeEntry(id: string, change: Partial<Entry>): void {
  const entry = peekEntry(id)
  if (entry) putEntry(id, { ...entry, ...change })
}

/** What the server says of a comment, in the place of what was known; what was done to it here stays. */
export function putItems(items: readonly Item[]): void {
  for (const item of items) {
    const standing = peekEntry(item.id)?.standing ?? { kind: 'open' as const }
    putEntry(item.id, { item, standing })
  }
}

/** Forgets what is neither in the list nor the last that was done, so that a long day does not fill the memory. */
export function forgetBut(kept: ReadonlySet<string>): void {
  for (const id of entries.keys()) if (!kept.has(id)) entries.delete(id)
}

/** Those of the list that are in this moderator’s hand. */
export const mine = computed(
  () =>
    new Set(
      order.value.filter((id) => {
        const entry = entryOf(id)
        return entry !== undefined && isMine(entry, myName())
      }),
    ),
)

export const focusedEntry = computed(() => (focused.value === undefined ? undefined : entryOf(focused.value)))
