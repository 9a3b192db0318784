import { useComputed } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { isHarsh } from '../lib/harsh.js'
import { myName } from '../lib/session.js'
import { settings } from '../lib/settings.js'
import { nameOf } from '../lib/words.js'
import { Time } from '../parts/time.js'
import { Badge } from '../parts/verdict.js'
import { type Entry, isMine } from './entry.js'
import { loadMore } from './load.js'
import { entryOf, focused, nextCursor, order, selected } from './state.js'

// A row shows two lines; what is beyond them need not be in the page a thousand times.
const snippetLength = 160

function Snippet({ entry: { item } }: { entry: Entry }) {
  if (item.body === null) return <span class="quiet">erased</span>
  if (settings.value.masked && isHarsh(item)) return <span class="quiet">covered: may be harsh</span>
  return <>{item.body.slice(0, snippetLength)}</>
}

function Mark({ entry }: { entry: Entry }) {
  const { item, standing } = entry
  if (standing.kind === 'decided') return <Badge of={standing.verdict} />
  if (standing.kind === 'skipped') return <span class="badge">skipped</span>
  if (standing.kind === 'elsewhere') return <Badge of={item.status} />
  if (isMine(entry, myName())) return <span class="badge yours">yours</span>
  const { lease } = item
  if (lease && Date.parse(lease.expiresAt) > Date.now())
    return <span class="badge warn">{lease.moderator}</span>
  return null
}

/** Scrolls the list to a row; never the page, where the list has none of its own to scroll. */
function showInList(row: HTMLElement | null): void {
  const list = row?.closest('ol')
  if (list && list.scrollHeight > list.clientHeight) row?.scrollIntoView({ block: 'nearest' })
}

function Row({ id }: { id: string }) {
  const ref = useRef<HTMLButtonElement>(null)
  const entry = entryOf(id)
  // One that is neither left nor reached is not drawn anew.
  const isHere = useComputed(() => focused.value === id).value
  const isSelected = useComputed(() => selected.value.has(id)).value
  useEffect(() => {
    if (isHere) showInList(ref.current)
  }, [isHere])
  if (!entry) return null
  const { item, standing } = entry
  return (
    <li class={standing.kind === 'open' ? '' : 'done'}>
      <button
        ref={ref}
        type="button"
        class="row"
        aria-current={isHere ? 'true' : undefined}
        onClick={() => {
          focused.value = id
        }}
      >
        <span class="row-text" dir="auto">
          <Snippet entry={entry} />
        </span>
        <span class="row-facts small quiet">
          {isSelected && <span class="badge">selected</span>}
          <Mark entry={entry} />
          <bdi>{nameOf(item.author)}</bdi>
          <Time at={item.waitingSince} />
        </span>
      </button>
    </li>
  )
}

/** Reads the next page when the end comes near, and by a button. */
function More() {
  const ref = useRef<HTMLLIElement>(null)
  const cursor = nextCursor.value
  useEffect(() => {
    const watcher = new IntersectionObserver(
      ([seen]) => {
        if (seen?.isIntersecting) void loadMore().catch(() => undefined)
      },
      { rootMargin: '600px' },
    )
    if (ref.current) watcher.observe(ref.current)
    return () => watcher.disconnect()
  }, [cursor])
  if (cursor === null) return null
  return (
    <li ref={ref} class="more">
      <button type="button" onClick={() => void loadMore().catch(() => undefined)}>
        More
      </button>
    </li>
  )
}

/** What waits, as it was when the list was read; nothing moves under the hand. */
export function List() {
  return (
    <ol class="queue-list" aria-label="Comments that wait">
      {order.value.map((id) => (
        <Row key={id} id={id} />
      ))}
      <More />
    </ol>
  )
}
